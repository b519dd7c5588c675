package dev.serin.judge.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.serin.judge.sequential.Tolerance;
import org.junit.jupiter.api.Test;

class InformationLimitTest {
  @Test
  void isTheJensenShannonDivergenceWhenAnyHarmCounts() {
    var truth = new Scenario(0.1, 0.01, 0.05);
    double[] canary = {0.05, 0.95};
    double[] baseline = {0.01, 0.99};

    // mpmath: 0.003410405475375049
    assertThat(InformationLimit.perRequest(truth, Tolerance.NONE))
        .isCloseTo(0.003410405475375049, within(1e-15))
        .isCloseTo(InformationLimit.perObservation(0.1, canary, baseline), within(1e-15));
  }

  @Test
  void onTheBoundaryNoTestEverEnds() {
    var truth = new Scenario(0.5, 0.001, 0.002);
    var twice = Tolerance.ofFactor(2, 0);

    assertThat(InformationLimit.perRequest(truth, twice)).isCloseTo(0, within(1e-18));
    assertThat(InformationLimit.canaryRequests(truth, twice, new Risk(0.05, 1)))
        .isGreaterThan(1e12);
  }

  @Test
  void aFixedLimitNeedsNoBaseline() {
    var truth = new Scenario(0.1, 0.01, 0.05);

    // 0.1 * (0.05 ln(0.05/0.02) + 0.95 ln(0.95/0.98))
    assertThat(InformationLimit.perRequest(truth, Tolerance.ofFactor(0, 0.02)))
        .isCloseTo(0.1 * (0.05 * Math.log(2.5) + 0.95 * Math.log(0.95 / 0.98)), within(1e-15));
  }

  @Test
  void aTestThatAlwaysEndsNeedsTheLogOfItsFalseAlarms() {
    assertThat(InformationLimit.evidence(new Risk(0.01, 1)))
        .isCloseTo(Math.log(100), within(1e-12));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatThrownBy(() -> new Scenario(1, 0.1, 0.1)).hasMessageContaining("weight");
    assertThatThrownBy(() -> new Scenario(0.1, 0, 0.1)).hasMessageContaining("baseline");
    assertThatThrownBy(() -> new Scenario(0.1, 0.1, 2)).hasMessageContaining("canary's rate");
    assertThatThrownBy(() -> new Risk(0, 0.5)).hasMessageContaining("alpha");
    assertThatThrownBy(() -> new Risk(0.5, 0.5)).hasMessageContaining("power");
    assertThatThrownBy(
            () -> InformationLimit.perObservation(0.5, new double[] {1}, new double[] {0.5, 0.5}))
        .hasMessageContaining("1 and 2");
  }
}
