package dev.serin.core.engine;

import dev.serin.core.analysis.AnalysisRequest;
import dev.serin.core.analysis.AnalysisSpec;
import dev.serin.core.analysis.AnalysisTemplate;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.analysis.TemplateRef;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.RolloutSpec;
import dev.serin.core.rollout.Step;
import dev.serin.core.rollout.Strategy;
import dev.serin.core.rollout.TrafficRouting;
import dev.serin.core.traffic.Revision;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Releases that engine tests run.
final class Releases {
  static final RolloutId ID = new RolloutId("default", "shop");
  static final Revision V1 = new Revision("v1");
  static final Revision V2 = new Revision("v2");
  static final TemplateRef SUCCESS_RATE =
      new TemplateRef("success-rate", TemplateRef.Scope.NAMESPACE);

  private Releases() {}

  /// 10 % for a minute, 50 % for a minute, with a measurement each ten seconds that bears one
  /// failure.
  static Release watched() {
    return watched(new ProviderConfig("script", Map.of()), "1");
  }

  /// The same, with a metric that asks this provider and bears so many failures.
  static Release watched(ProviderConfig provider, String failures) {
    AnalysisRequest request =
        new AnalysisRequest(List.of(SUCCESS_RATE), List.of(), List.of(), List.of());
    Strategy canary =
        new Strategy.Canary(
            List.of(new Step.SetWeight(10), minute(), new Step.SetWeight(50), minute()),
            Strategy.Services.NONE,
            TrafficRouting.UNNAMED,
            new Strategy.BackgroundAnalysis(request, 0),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30));
    return new Release(
        ID,
        RolloutSpec.of(canary),
        V1,
        V2,
        Map.of(SUCCESS_RATE, template(provider, failures)),
        Map.of());
  }

  private static Step minute() {
    return new Step.Pause(Duration.ofMinutes(1), "1m");
  }

  private static AnalysisTemplate template(ProviderConfig provider, String failures) {
    Metric metric =
        new Metric(
            "success-rate",
            "10s",
            null,
            null,
            provider.compares() ? "" : "result > 0.95",
            "",
            new Metric.Limits(failures, null, null, null),
            provider);
    return new AnalysisTemplate(
        SUCCESS_RATE,
        new AnalysisSpec(List.of(metric), List.of(), List.of(), List.of()),
        List.of());
  }
}
