package dev.serin.core.rollout;

import dev.serin.core.analysis.AnalysisRequest;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.RequestMatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of a canary's plan. Steps run in order; each is over when what it asks for is observed.
public sealed interface Step {
  /// Route this share of traffic to the canary.
  ///
  /// @param part 0 to the plan's `maxTrafficWeight`
  record SetWeight(int part) implements Step {}

  /// Wait: for `duration`, or for a person when it is null.
  ///
  /// @param written the duration as the manifest spells it, for messages; null when there is none
  record Pause(@Nullable Duration duration, @Nullable String written) implements Step {}

  /// Give the canary this size. Replicas are counted where the workload is Kubernetes' own;
  /// elsewhere the step completes at once.
  ///
  /// @param scale the size asked for
  record SetCanaryScale(CanaryScale scale) implements Step {}

  /// Run an analysis and go on when it is successful.
  record Analysis(AnalysisRequest request) implements Step {}

  /// Run an experiment and go on when it is successful.
  ///
  /// @param settings the experiment as a tree of maps, lists, strings, numbers and booleans
  record Experiment(Map<String, Object> settings) implements Step {}

  /// Route requests that match to the canary, whatever its weight.
  ///
  /// @param match all must match; empty removes the route
  record SetHeaderRoute(String name, List<HeaderMatch> match) implements Step {
    /// Copies its list.
    public SetHeaderRoute {
      match = List.copyOf(match);
    }
  }

  /// Copy requests that match to the canary; users get stable's answer.
  ///
  /// @param match one must match; empty removes the route
  /// @param percentage 0 to 100, the share of matching requests that is copied
  record SetMirrorRoute(String name, List<RequestMatch> match, int percentage) implements Step {
    /// Copies its list.
    public SetMirrorRoute {
      match = List.copyOf(match);
    }
  }

  /// Ask a step plugin.
  ///
  /// @param settings a tree of maps, lists, strings, numbers and booleans
  record Plugin(String name, Map<String, Object> settings) implements Step {}

  /// The size that a `setCanaryScale` step gives the canary.
  sealed interface CanaryScale {
    /// That many replicas.
    record Replicas(int count) implements CanaryScale {}

    /// That share of the wanted replicas, in percent.
    record Percent(int percent) implements CanaryScale {}

    /// The share of its traffic.
    record MatchTraffic() implements CanaryScale {}
  }
}
