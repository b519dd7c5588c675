package dev.serin.judge.special;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTailTest {
  /// Expected: `mpmath.log(mpmath.ncdf(z))` with 40 digits.
  @ParameterizedTest(name = "ln of the probability below {0}")
  @CsvSource({
    "-300, -45006.62273211866",
    "-8.5, -39.19739642821767",
    "-1, -1.841021645009264",
    "1, -0.1727537790234499",
    "8, -6.220960574271787e-16"
  })
  void tailsAreExactInLogs(double z, double expected) {
    assertThat(NormalTail.logProbability(z))
        .isCloseTo(expected, within(1e-13 * Math.abs(expected)));
  }

  @ParameterizedTest(name = "quantile of the probability below {0}")
  @CsvSource({"-20", "-3.5", "-0.25", "0", "1.5", "6"})
  void quantileUndoesTheProbability(double z) {
    double u = Math.exp(NormalTail.logProbability(z));

    // Above 0 a double near 1 holds few digits of the tail.
    assertThat(NormalTail.quantile(u)).isCloseTo(z, within(z > 0 ? 1e-7 : 1e-12));
  }

  @Test
  void endsAreInfinite() {
    assertThat(NormalTail.quantile(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(NormalTail.quantile(1)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThatThrownBy(() -> NormalTail.quantile(1.1)).hasMessageContaining("1.1");
  }
}
