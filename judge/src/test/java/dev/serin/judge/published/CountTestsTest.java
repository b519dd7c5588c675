package dev.serin.judge.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.serin.judge.sequential.Interval;
import org.junit.jupiter.api.Test;

class CountTestsTest {
  /// Expected: mpmath with 700 digits, `log(beta(p,q) - betainc(p,q,0,w))`; with 50 digits the
  /// difference vanishes.
  @Test
  void aBetterCanaryCostsLittleEvidence() {
    assertThat(new OneSidedBeta(0.5, 2, 2).logE(2000, 300))
        .isCloseTo(-6.839782255028592, within(1e-12));
  }

  @Test
  void twoArmsAndThreeAgree() {
    long[] counts = {30, 40};
    double two = new LindonMalek(100, 0.1, 0.9).logBayesFactor(counts);
    double split = new LindonMalek(1e9, 0.1, 0.45, 0.45).logBayesFactor(30, 20, 20);

    assertThat(two).isCloseTo(12.431308699234956, within(1e-12));
    assertThat(split).isLessThan(two);
  }

  @Test
  void theShareIsWithinItsInterval() {
    Interval share = new LindonMalek(100, 0.1, 0.9).share(0.05, 30, 40);

    assertThat(share.lower()).isLessThan(3.0 / 7);
    assertThat(share.upper()).isGreaterThan(3.0 / 7);
  }

  @Test
  void nothingSeenExcludesNothing() {
    assertThat(new LindonMalek(100, 0.1, 0.9).rateRatio(0.05, 0, 0))
        .isEqualTo(new Interval(0, Double.POSITIVE_INFINITY));
    assertThat(new LindonMalek(100, 0.1, 0.9).sequentialP(0, 0)).isOne();
  }

  @Test
  void theFirstBlockSaysNothing() {
    var test = new TwoByTwo(1, 9, TwoByTwo.DEFAULT_PRIOR);

    assertThat(test.update(1, 0)).isZero();
    assertThat(test.update(1, 0)).isPositive().isEqualTo(test.logE());
  }

  @Test
  void oneDirectionOfTheAsymptoticSequenceExcludesWhenItsEvidenceDoes() {
    var sequence = new AsymptoticSequence(0.05, 500);
    double width = sequence.halfWidthTwoSided(1000, 2);

    assertThat(sequence.logTwoSided(1000, width, 2)).isCloseTo(Math.log(20), within(1e-12));
    assertThat(sequence.logOneSided(1000, -0.3, 2)).isNegative();
    assertThat(sequence.logOneSided(1000, 0.3, 2)).isGreaterThan(Math.log(20));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatThrownBy(() -> new LindonMalek(0, 0.5, 0.5)).hasMessageContaining("0.0");
    assertThatThrownBy(() -> new LindonMalek(1, 0.5, 0.6)).hasMessageContaining("sum up to 1");
    assertThatThrownBy(() -> new LindonMalek(1, 0.5, 0.5).logBayesFactor(1))
        .hasMessageContaining("2 arms");
    assertThatThrownBy(() -> new LindonMalek(1, 0.2, 0.3, 0.5).share(0.05, 1, 1))
        .hasMessageContaining("3");
    assertThatThrownBy(() -> new OneSidedBeta(1, 1, 1)).hasMessageContaining("1.0, 1.0, 1.0");
    assertThatThrownBy(() -> new TwoByTwo(0, 1, 1)).hasMessageContaining("0, 1 and 1.0");
    assertThatThrownBy(() -> new AsymptoticSequence(0.5, 1)).hasMessageContaining("0.5");
  }
}
