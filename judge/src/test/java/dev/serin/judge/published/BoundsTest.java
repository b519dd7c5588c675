package dev.serin.judge.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {
  /// Expected: mpmath `zeta(s)`.
  @ParameterizedTest(name = "zeta({0})")
  @CsvSource({"1.1, 10.58444846495081", "1.4, 3.10554727797758", "2, 1.644934066848226"})
  void zetaSums(double s, double expected) {
    assertThat(Zeta.of(s)).isCloseTo(expected, within(2e-14 * expected));
  }

  /// The constants that the design notes took from confseq, printed to 4 decimals.
  @ParameterizedTest(name = "alpha {0}")
  @CsvSource({"0.05, 8.1227", "0.025, 8.6226", "0.01, 9.2835", "0.005, 9.7834"})
  void bandsHaveThePublishedConstants(double alpha, double constant) {
    double radius = new EmpiricalProcessBound(alpha, 1, EmpiricalProcessBound.DEFAULT_FACTOR).at(1);

    assertThat(radius).isCloseTo(0.85 * Math.sqrt(constant), within(1e-5));
  }

  @Test
  void bandsSayNothingBeforeTheirStart() {
    assertThat(new EmpiricalProcessBound(0.05, 10, 0.85).at(9)).isInfinite();
  }

  @Test
  void boundsAreWhereTheMixtureReachesItsThreshold() {
    var tuning = new Tuning(100, 0.05, Tuning.Sides.ONE);
    for (Mixture mixture :
        new Mixture[] {
          new NormalMixture(tuning),
          new GammaExponentialMixture(100, 0.05, 1),
          new GammaPoissonMixture(100, 0.05, 1),
          new BetaBinomialMixture(tuning, 0.1, 0.9)
        }) {
      assertThat(mixture.log(mixture.bound(50, 0.01), 50))
          .as(mixture.toString())
          .isCloseTo(Math.log(100), within(1e-9));
    }
  }

  @Test
  void allSuccessesLeaveOnlyALowerBound() {
    var sequence = new BernoulliSequence(0.05, 1000, 0.05);

    assertThat(sequence.of(1000, 1000).upper()).isOne();
    assertThat(sequence.of(1000, 1000).lower()).isCloseTo(0.995877797, within(1e-9));
  }

  @Test
  void fewObservationsDoNotBoundATail() {
    var counts = new QuantileSequence(0.99, 1000, 0.05).after(20, 0.05);

    assertThat(counts.most()).isEqualTo(20);
    assertThatThrownBy(() -> new QuantileSequence(0.5, 100, 0.05).after(0, 0.05))
        .hasMessageContaining("0");
  }

  @Test
  void samplesThatDoNotOverlapDiffer() {
    double[] low = new double[100];
    double[] high = new double[100];
    for (int i = 0; i < 100; i++) {
      low[i] = i;
      high[i] = 200 + i;
    }
    var test = new QuantileEquality(0.5, 100, 0.05);

    assertThat(test.p(high, low)).isLessThan(1e-6).isEqualTo(test.p(low, high));
    assertThat(test.p(low, low)).isOne();
    assertThatThrownBy(() -> test.p(low, new double[0])).hasMessageContaining("at least one");
  }

  @Test
  void stitchedBoundsGrowWithTime() {
    assertThat(StitchedBound.from(1).at(100, 0.05)).isCloseTo(37.9156424, within(1e-7));
    assertThat(DoubleStitchedBound.from(100).at(0.5, 100, 0.05))
        .isCloseTo(19.06700402, within(1e-8));
    assertThat(DoubleStitchedBound.from(100).at(0.01, 1000, 0.05))
        .isGreaterThan(DoubleStitchedBound.from(100).at(0.99, 1000, 0.05));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatThrownBy(() -> new EmpiricalProcessBound(0.05, 1, 0.7)).hasMessageContaining("0.7");
    assertThatThrownBy(() -> StitchedBound.from(0)).hasMessageContaining("0.0");
    assertThatThrownBy(() -> DoubleStitchedBound.from(0)).hasMessageContaining("0.0");
    assertThatThrownBy(() -> new Tuning(0, 0.05, Tuning.Sides.ONE)).hasMessageContaining("0.0");
    assertThatThrownBy(() -> new BetaBinomialMixture(new Tuning(1, 0.05, Tuning.Sides.BOTH), 0, 1))
        .hasMessageContaining("0.0");
  }
}
