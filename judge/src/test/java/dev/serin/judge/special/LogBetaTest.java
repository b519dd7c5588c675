package dev.serin.judge.special;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expected values: mpmath with 50 digits, the continued fraction of I_x(a, b) by Lentz, front
/// factor from `loggamma`.
class LogBetaTest {
  @ParameterizedTest(name = "ln I_{2}({0}, {1})")
  @CsvSource(
      textBlock =
          """
          0.5,0.5,0.1,-1.5855614147303533
          3,10000000.0,1e-06,-0.0027732239287946417
          1000000.0,1000000.0,0.5,-0.69314718055994531
          1000000.0,1000000.0,0.499,-6.0580961769793083
          1000000.0,1000000.0,0.51,0.0
          12.5,9000000.0,2e-06,-0.074291492020398609
          200000.0,10000000.0,0.0195,-5.0475703401755638
          10000000.0,10000000.0,0.5002,-0.037514066645051012
          10000000.0,10000000.0,0.49,-4006.2128752643769
          5,30,0.9,-3.0868101999999797e-26
          1,100000.0,1e-09,-9.210390371059541
          1000.5,11.25,0.97,-10.864099732983851
          0.18,1.62,0.999,-1.7269978128320695e-6
          1852552.248555213,0.01875483310649472,0.9999998003813045,-4.250540322347019
          7035433.311548977,0.031234279367538566,0.9999999999955604,-1.3310772622387799
          3548185.4709073007,4.42954230280005,0.9999965382018201,-5.744088091018075
          """)
  void isExactInTheBodyAndInTheTails(double a, double b, double x, double expected) {
    assertThat(LogBeta.regularized(a, b, x))
        .isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
  }

  @ParameterizedTest(name = "ln B({0}, {1})")
  @CsvSource({
    "0.001, 1, 6.9077552789821370312",
    "1e7, 1e7, -13862950.404734595683",
    "1e7, 0.5, -7.486682870054459807",
    "12, 1e6, -148.28388484944440486"
  })
  void completeFunctionDoesNotCancel(double a, double b, double expected) {
    assertThat(LogBeta.of(a, b)).isCloseTo(expected, within(1e-14 * Math.abs(expected)));
  }

  @Test
  void endsAreCertain() {
    assertThat(LogBeta.regularized(2, 3, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(LogBeta.regularized(2, 3, 1)).isZero();
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatThrownBy(() -> LogBeta.of(0, 1)).hasMessageContaining("a=0.0");
    assertThatThrownBy(() -> LogBeta.regularized(1, 1, 1.5)).hasMessageContaining("1.5");
    assertThatThrownBy(() -> LogGamma.of(-1)).hasMessageContaining("-1.0");
  }
}
