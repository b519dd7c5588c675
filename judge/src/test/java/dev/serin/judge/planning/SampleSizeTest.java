package dev.serin.judge.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.serin.judge.sequential.Tolerance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleSizeTest {
  private static final Scenario FIVEFOLD = new Scenario(0.1, 0.001, 0.005);

  @Test
  void aFivefoldRegressionTakesAboutAThousandRequests() {
    var size = SampleSize.regression(FIVEFOLD, Tolerance.NONE, 0.05);

    // mpmath, quantile of InverseGaussian(B/I, B^2/V) by findroot of its distribution function
    assertThat(size.meanCanaryRequests()).isCloseTo(1197.553893478889, within(1e-6));
    assertThat(size.canaryRequests(0.8)).isCloseTo(1719.3984794139158, within(1e-6));
  }

  @Test
  void neverTakesLessThanTheLimit() {
    for (double canary : new double[] {0.0012, 0.002, 0.005, 0.01, 0.1, 1}) {
      var truth = new Scenario(0.1, 0.001, canary);
      double limit = InformationLimit.canaryRequests(truth, Tolerance.NONE, new Risk(0.05, 1));

      assertThat(SampleSize.regression(truth, Tolerance.NONE, 0.05).meanCanaryRequests())
          .isGreaterThan(limit);
    }
  }

  @ParameterizedTest(name = "{0} canary requests of {1}, {2} errors")
  @CsvSource({"1719.4, 0.1, 0.001", "200, 0.01, 0.01", "1e6, 0.5, 0.0001"})
  void whatIsJustSeenTakesJustTheseRequests(double requests, double weight, double baseline) {
    double rate =
        new Sight(requests, weight, baseline)
            .smallestRegression(Tolerance.NONE, new Risk(0.05, 0.8))
            .orElseThrow();

    assertThat(
            SampleSize.regression(new Scenario(weight, baseline, rate), Tolerance.NONE, 0.05)
                .canaryRequests(0.8))
        .isCloseTo(requests, within(1e-5 * requests));
  }

  @Test
  void almostNoRequestsSeeNothing() {
    assertThat(new Sight(0, 0.1, 0.001).smallestRegression(Tolerance.NONE, new Risk(0.01, 0.8)))
        .isEmpty();
  }

  @Test
  void aToleratedRegressionIsNoneAndBeyondItTakesLonger() {
    var tolerant = Tolerance.ofFactor(2, 0.001);

    assertThat(SampleSize.regression(FIVEFOLD, tolerant, 0.05).meanCanaryRequests())
        .isGreaterThan(InformationLimit.canaryRequests(FIVEFOLD, tolerant, new Risk(0.05, 1)))
        .isGreaterThan(SampleSize.regression(FIVEFOLD, Tolerance.NONE, 0.05).meanCanaryRequests());
    assertThatThrownBy(() -> SampleSize.regression(FIVEFOLD, Tolerance.ofFactor(5, 0.001), 0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not worse");
  }

  @Test
  void anEqualCanaryPassesAMarginOnly() {
    var equal = Scenario.equal(0.1, 0.001);

    // mpmath, as above
    assertThat(SampleSize.nonInferiority(equal, Tolerance.ofFactor(2, 0), 0.05).canaryRequests(0.9))
        .isCloseTo(25196.127439862004, within(1e-4));
    assertThatThrownBy(() -> SampleSize.nonInferiority(equal, Tolerance.NONE, 0.05))
        .hasMessageContaining("not better");
  }

  @Test
  void certaintyTakesForever() {
    assertThatThrownBy(
            () -> SampleSize.regression(FIVEFOLD, Tolerance.NONE, 0.05).canaryRequests(1))
        .hasMessageContaining("1.0");
  }
}
