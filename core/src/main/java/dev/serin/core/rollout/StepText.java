package dev.serin.core.rollout;

import dev.serin.core.analysis.ProviderConfig;

/// Steps as people read them, in Argo's words.
public final class StepText {
  private StepText() {}

  /// Whether the step waits for somebody else's yes.
  static boolean gate(Step step) {
    return switch (step) {
      case Step.Analysis(var request) -> request.gate();
      case Step.Plugin(var name, _) -> name.equals(ProviderConfig.GATE);
      case Step.SetWeight _,
          Step.Pause _,
          Step.SetCanaryScale _,
          Step.Experiment _,
          Step.SetHeaderRoute _,
          Step.SetMirrorRoute _ ->
          false;
    };
  }

  /// The step as Argo prints it: `setWeight: 20`, `pause: 10s`.
  public static String of(Step step) {
    if (gate(step)) {
      return "gate";
    }
    return switch (step) {
      case Step.SetWeight(int part) -> "setWeight: " + part;
      case Step.Pause(_, var written) -> written == null ? "pause" : "pause: " + written;
      case Step.SetCanaryScale(var scale) -> "setCanaryScale{" + of(scale) + "}";
      case Step.Analysis _ -> "analysis";
      case Step.Experiment _ -> "experiment";
      case Step.SetHeaderRoute route -> "setHeaderRoute: " + route.name();
      case Step.SetMirrorRoute route -> "setMirrorRoute: " + route.name();
      case Step.Plugin plugin -> "plugin: " + plugin.name();
    };
  }

  private static String of(Step.CanaryScale scale) {
    return switch (scale) {
      case Step.CanaryScale.Replicas(int count) -> "replicas: " + count;
      case Step.CanaryScale.Percent(int percent) -> "weight: " + percent;
      case Step.CanaryScale.MatchTraffic _ -> "matchTrafficWeight: true";
    };
  }
}
