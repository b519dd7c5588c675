package dev.serin.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisRequest;
import dev.serin.core.analysis.Metric;
import dev.serin.core.rollout.RolloutSpec;
import dev.serin.core.rollout.Step;
import dev.serin.core.rollout.Strategy;
import dev.serin.core.rollout.TrafficRouting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which canaries the guard is attached to.
class GuardTest {
  private static final Step WEIGHT = new Step.SetWeight(10);

  @Test
  void aCanaryWithoutAnAnalysisGetsComparisonsOfErrorsLatencyAndTraffic() {
    Release guarded = Guard.on(release(canary(WEIGHT)));
    assertThat(Guard.guards(guarded)).isTrue();
    assertThat(guarded.spec().strategy())
        .isInstanceOfSatisfying(
            Strategy.Canary.class,
            canary -> assertThat(canary.background()).extracting("startingStep").isEqualTo(0));
    assertThat(guarded.templates().values())
        .singleElement()
        .satisfies(
            template ->
                assertThat(template.spec().metrics())
                    .extracting(Metric::name)
                    .containsExactly("errors", "latency", "traffic", "available"));
  }

  @Test
  void whoNamesAnAnalysisIsNotGuarded() {
    AnalysisRequest own = new AnalysisRequest(List.of(), List.of(), List.of(), List.of());
    Release inSteps = release(canary(WEIGHT, new Step.Analysis(own)));
    assertThat(Guard.on(inSteps)).isSameAs(inSteps);
    assertThat(Guard.on(Releases.watched())).isEqualTo(Releases.watched());
  }

  @Test
  void whereNoStepGivesTrafficToBothThereIsNothingToCompare() {
    Release atOnce = release(canary(new Step.SetWeight(100)));
    assertThat(Guard.on(atOnce)).isSameAs(atOnce);
    assertThat(Guard.on(release(canary())).templates()).isEmpty();
  }

  @Test
  void aSwitchOfEverythingAtOnceHasNothingToCompare() {
    Release blueGreen =
        release(
            new Strategy.BlueGreen(
                "active",
                null,
                new Strategy.Promotion.Automatic(),
                null,
                null,
                Duration.ZERO,
                null));
    assertThat(Guard.on(blueGreen)).isSameAs(blueGreen);
  }

  private static Strategy canary(Step... steps) {
    return new Strategy.Canary(
        List.of(steps),
        Strategy.Services.NONE,
        TrafficRouting.UNNAMED,
        null,
        Duration.ofSeconds(30),
        Duration.ofSeconds(30));
  }

  private static Release release(Strategy strategy) {
    return new Release(
        Releases.ID, RolloutSpec.of(strategy), Releases.V1, Releases.V2, Map.of(), Map.of());
  }
}
