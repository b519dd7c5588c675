package dev.serin.core.engine;

import dev.serin.core.analysis.AnalysisRequest;
import dev.serin.core.analysis.AnalysisSpec;
import dev.serin.core.analysis.AnalysisTemplate;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.analysis.TemplateRef;
import dev.serin.core.rollout.RolloutSpec;
import dev.serin.core.rollout.Step;
import dev.serin.core.rollout.Strategy;
import dev.serin.judge.Signal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The analysis of a canary that names none: errors, latency and traffic of both sides, compared
/// beside its steps, and whether the canary can take traffic at all. A canary that broke down
/// serves nothing that could be compared. It needs a router that counts what both sides serve.
public final class Guard {
  /// What users read of it.
  public static final String WORDS =
      "the manifest names no analysis, so Serin's guard compares errors, latency and traffic of both"
          + " versions, and sees that the new one stays up (--no-guard: nothing does)";

  private static final TemplateRef TEMPLATE =
      new TemplateRef("serin-guard", TemplateRef.Scope.NAMESPACE);
  private static final String INTERVAL = "10s";

  /// No provider error ends it: without data a rollout stands still, and is not taken back.
  private static final Metric.Limits LIMITS =
      new Metric.Limits(null, null, String.valueOf(Integer.MAX_VALUE), null);

  private Guard() {}

  /// What users read when there is nothing that it could compare.
  public static final String NOTHING_TO_COMPARE =
      "the manifest names no analysis, and no step of it gives traffic to both versions, so Serin's"
          + " guard has nothing to compare: nothing judges the new version";

  /// Whether a canary names no analysis at all.
  public static boolean missing(RolloutSpec spec) {
    return spec.strategy() instanceof Strategy.Canary canary
        && canary.background() == null
        && canary.steps().stream().noneMatch(Guard::judges);
  }

  /// Whether a step of a canary gives traffic to both versions, so that they can be compared.
  public static boolean comparable(RolloutSpec spec) {
    return spec.strategy() instanceof Strategy.Canary canary
        && canary.steps().stream()
            .anyMatch(
                step ->
                    step instanceof Step.SetWeight(int part)
                        && part > 0
                        && part < canary.traffic().maxWeight());
  }

  /// Whether it is the guard that watches a release.
  public static boolean guards(Release release) {
    return release.templates().containsKey(TEMPLATE);
  }

  private static boolean judges(Step step) {
    return switch (step) {
      case Step.Analysis(var request) -> !request.gate();
      case Step.Experiment _ -> true;
      case Step.SetWeight _,
          Step.Pause _,
          Step.SetCanaryScale _,
          Step.SetHeaderRoute _,
          Step.SetMirrorRoute _,
          Step.Plugin _ ->
          false;
    };
  }

  /// The release with the guard, when it names no analysis itself and both versions can be
  /// compared; else the release.
  public static Release on(Release release) {
    if (!missing(release.spec())
        || !comparable(release.spec())
        || !(release.spec().strategy() instanceof Strategy.Canary plan)) {
      return release;
    }
    AnalysisRequest request =
        new AnalysisRequest(List.of(TEMPLATE), List.of(), List.of(), List.of());
    Map<TemplateRef, AnalysisTemplate> templates = new HashMap<>(release.templates());
    templates.put(TEMPLATE, template());
    return new Release(
        release.id(),
        release.spec().with(plan.with(new Strategy.BackgroundAnalysis(request, 0))),
        release.stable(),
        release.desired(),
        templates,
        release.document());
  }

  private static AnalysisTemplate template() {
    List<Metric> metrics =
        List.of(metric(Signal.ERRORS), metric(Signal.LATENCY), metric(Signal.TRAFFIC), available());
    return new AnalysisTemplate(
        TEMPLATE, new AnalysisSpec(metrics, List.of(), List.of(), List.of()), List.of());
  }

  /// Down for half a minute in all, the canary is taken back.
  private static Metric available() {
    return new Metric(
        "available",
        "5s",
        null,
        null,
        "result == 1",
        "",
        new Metric.Limits("5", null, String.valueOf(Integer.MAX_VALUE), null),
        new ProviderConfig("serin/router", Map.of("signal", "available", "population", "canary")));
  }

  private static Metric metric(Signal signal) {
    return new Metric(
        signal.word(),
        INTERVAL,
        null,
        null,
        "",
        "",
        LIMITS,
        new ProviderConfig(ProviderConfig.COMPARISON, Map.of("signal", signal.word())));
  }
}
