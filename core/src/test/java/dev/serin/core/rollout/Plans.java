package dev.serin.core.rollout;

import dev.serin.core.analysis.AnalysisRequest;
import dev.serin.core.analysis.TemplateRef;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.RequestMatch;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.TextMatch;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plans that tests use.
final class Plans {
  static final RolloutId ID = new RolloutId("default", "shop");
  static final Revision V1 = new Revision("v1");
  static final Revision V2 = new Revision("v2");
  static final Revision V3 = new Revision("v3");
  static final AnalysisRequest REQUEST =
      new AnalysisRequest(
          List.of(new TemplateRef("success-rate", TemplateRef.Scope.NAMESPACE)),
          List.of(),
          List.of(),
          List.of());

  private Plans() {}

  static RolloutSpec canary(Step... steps) {
    return canary(null, steps);
  }

  static RolloutSpec canary(Strategy.@Nullable BackgroundAnalysis background, Step... steps) {
    return RolloutSpec.of(
        new Strategy.Canary(
            List.of(steps),
            Strategy.Services.NONE,
            TrafficRouting.UNNAMED,
            background,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30)));
  }

  static Strategy.BackgroundAnalysis background(int startingStep) {
    return new Strategy.BackgroundAnalysis(REQUEST, startingStep);
  }

  static RolloutSpec blueGreen(
      Strategy.Promotion promotion, @Nullable AnalysisRequest pre, @Nullable AnalysisRequest post) {
    return RolloutSpec.of(
        new Strategy.BlueGreen(
            "active", null, promotion, pre, post, Duration.ofSeconds(30), Duration.ofSeconds(30)));
  }

  static RolloutSpec with(RolloutSpec spec, RolloutSpec.OnDeadline onDeadline) {
    return new RolloutSpec(
        spec.strategy(),
        spec.replicas(),
        spec.minReady(),
        spec.progressDeadline(),
        onDeadline,
        spec.rollbackWindow(),
        spec.paused());
  }

  static RolloutSpec withWindow(RolloutSpec spec, int revisions) {
    return new RolloutSpec(
        spec.strategy(),
        spec.replicas(),
        spec.minReady(),
        spec.progressDeadline(),
        spec.onDeadline(),
        revisions,
        spec.paused());
  }

  static Step weight(int part) {
    return new Step.SetWeight(part);
  }

  static Step pause() {
    return new Step.Pause(null, null);
  }

  static Step pause(int seconds) {
    return new Step.Pause(Duration.ofSeconds(seconds), seconds + "s");
  }

  static Step analysis() {
    return new Step.Analysis(REQUEST);
  }

  static Step header(String name, String... values) {
    return new Step.SetHeaderRoute(
        name,
        List.of(values).stream()
            .map(value -> new HeaderMatch("x-team", new TextMatch.Exact(value)))
            .toList());
  }

  static Step mirror(int percentage) {
    return new Step.SetMirrorRoute(
        "copies", List.of(new RequestMatch(null, null, List.of())), percentage);
  }
}
