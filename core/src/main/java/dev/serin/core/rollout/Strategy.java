package dev.serin.core.rollout;

import dev.serin.core.analysis.AnalysisRequest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a new revision is brought to the users.
public sealed interface Strategy {
  /// How long replicas that no longer get traffic are kept when a manifest says nothing.
  Duration DEFAULT_SCALE_DOWN_DELAY = Duration.ofSeconds(30);

  /// A growing share of traffic, step by step.
  ///
  /// @param steps the plan, in order; without any, the new revision gets everything at once
  /// @param services the names of the two services that split the traffic
  /// @param traffic how traffic is split
  /// @param background the analysis that runs beside the steps; null for none
  /// @param scaleDownDelay how long the previous stable revision is kept after a promotion
  /// @param abortScaleDownDelay how long the canary is kept after an abort; null for ever
  record Canary(
      List<Step> steps,
      Services services,
      TrafficRouting traffic,
      @Nullable BackgroundAnalysis background,
      Duration scaleDownDelay,
      @Nullable Duration abortScaleDownDelay)
      implements Strategy {
    /// Copies its list.
    public Canary {
      steps = List.copyOf(steps);
    }

    /// This with other steps.
    public Canary with(List<Step> others) {
      return new Canary(others, services, traffic, background, scaleDownDelay, abortScaleDownDelay);
    }

    /// This with an analysis beside its steps.
    public Canary with(BackgroundAnalysis analysis) {
      return new Canary(steps, services, traffic, analysis, scaleDownDelay, abortScaleDownDelay);
    }
  }

  /// All traffic at once, from the active to the preview revision.
  ///
  /// @param activeService the service that users reach
  /// @param previewService the service that shows the new revision early; null for none
  /// @param promotion when the new revision becomes active
  /// @param prePromotion analysis before the switch; null for none
  /// @param postPromotion analysis after the switch; null for none
  /// @param scaleDownDelay how long the previous revision is kept after the switch
  /// @param abortScaleDownDelay how long the new revision is kept after an abort; null for ever
  record BlueGreen(
      String activeService,
      @Nullable String previewService,
      Promotion promotion,
      @Nullable AnalysisRequest prePromotion,
      @Nullable AnalysisRequest postPromotion,
      Duration scaleDownDelay,
      @Nullable Duration abortScaleDownDelay)
      implements Strategy {}

  /// When a blue-green update switches to the new revision.
  sealed interface Promotion {
    /// As soon as the new revision is ready and its analysis passed.
    record Automatic() implements Promotion {}

    /// That long after the new revision is ready, or when a person says so.
    record After(Duration delay) implements Promotion {}

    /// Only when a person says so.
    record Manual() implements Promotion {}
  }

  /// The names of the two services (Kubernetes) or Backends (elsewhere) that split the traffic.
  ///
  /// @param stable null when the router does not need one
  /// @param canary null when the router does not need one
  record Services(@Nullable String stable, @Nullable String canary) {
    /// No names: the command line gives the backends.
    public static final Services NONE = new Services(null, null);
  }

  /// An analysis that runs beside the steps.
  ///
  /// @param startingStep the index of the first step at which it runs
  record BackgroundAnalysis(AnalysisRequest request, int startingStep) {}
}
