package dev.serin.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisTemplate;
import dev.serin.core.analysis.Argument;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.rollout.RolloutSpec;
import dev.serin.core.rollout.Step;
import dev.serin.core.rollout.StepText;
import dev.serin.core.rollout.Strategy;
import dev.serin.core.rollout.TrafficRouting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What becomes of a step that asks for somebody else's yes.
class GateTest {
  private static final Step WEIGHT = new Step.SetWeight(10);
  private static final Map<String, Object> SETTINGS =
      Map.of(
          "url",
          "http://127.0.0.1:1/",
          "args",
          List.of(
              Map.of("name", "team", "value", "shop"),
              Map.of(
                  "name",
                  "token",
                  "valueFrom",
                  Map.of("secretKeyRef", Map.of("name", "gate", "key", "token"))),
              Map.of(
                  "name",
                  "app",
                  "valueFrom",
                  Map.of("fieldRef", Map.of("fieldPath", "metadata.name")))));

  @Test
  void aGateIsAnAnalysisOfOneMetricThatNoErrorEnds() {
    Release release = Gate.in(release(WEIGHT, gate(SETTINGS)));

    AnalysisTemplate template = release.templates().values().iterator().next();
    assertThat(steps(release).get(1))
        .isInstanceOfSatisfying(
            Step.Analysis.class,
            step -> {
              assertThat(step.request().templates()).containsExactly(template.ref());
              assertThat(step.request().gate()).isTrue();
              assertThat(step.request().args())
                  .containsExactly(
                      Argument.of("team", "shop"),
                      new Argument("app", null, new Argument.Origin.Field("metadata.name")));
              assertThat(StepText.of(step)).isEqualTo("gate");
            });
    assertThat(template.spec().metrics())
        .singleElement()
        .satisfies(
            metric -> {
              assertThat(metric.provider())
                  .isEqualTo(
                      new ProviderConfig(
                          "serin/gate",
                          Map.of(
                              "url",
                              "http://127.0.0.1:1/",
                              "place",
                              Map.of("step", 2, "steps", 2))));
              assertThat(metric.limits().consecutiveError()).isEqualTo("2147483647");
              assertThat(metric.effectiveCount()).hasValue(1);
            });
    assertThat(template.spec().args())
        .containsExactly(
            new Argument("team", null, null),
            new Argument("token", null, new Argument.Origin.Secret("gate", "token")),
            new Argument("app", null, null));
  }

  @Test
  void aReleaseWithoutAGateStaysAsItIs() {
    Release plain = release(WEIGHT, new Step.Plugin("other/plugin", Map.of()));
    assertThat(Gate.in(plain)).isSameAs(plain);
  }

  @Test
  void anEditedGateIsAnotherStep() {
    Step before = steps(Gate.in(release(gate(Map.of("url", "http://a/"))))).getFirst();
    Step after = steps(Gate.in(release(gate(Map.of("url", "http://b/"))))).getFirst();
    assertThat(after).isNotEqualTo(before);
    assertThat(steps(Gate.in(release(gate(Map.of("url", "http://a/")))))).containsExactly(before);
  }

  @Test
  void aGateJudgesNothingSoThatTheGuardStays() {
    Release guarded = Guard.on(release(WEIGHT, gate(SETTINGS)));
    assertThat(Guard.guards(guarded)).isTrue();
    assertThat(Guard.guards(Guard.on(Gate.in(release(WEIGHT, gate(SETTINGS)))))).isTrue();
    assertThat(Guard.guards(Gate.in(guarded))).isTrue();
  }

  private static Step gate(Map<String, Object> settings) {
    return new Step.Plugin("serin/gate", settings);
  }

  private static List<Step> steps(Release release) {
    return ((Strategy.Canary) release.spec().strategy()).steps();
  }

  private static Release release(Step... steps) {
    Strategy canary =
        new Strategy.Canary(
            List.of(steps),
            Strategy.Services.NONE,
            TrafficRouting.UNNAMED,
            null,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30));
    return new Release(
        Releases.ID, RolloutSpec.of(canary), Releases.V1, Releases.V2, Map.of(), Map.of());
  }
}
