package dev.serin.core.rollout;

/// The names of analysis runs, as Argo gives them: rollout, revision's hash, revision's number, and
/// what the run is for.
public final class AnalysisNames {
  private AnalysisNames() {}

  /// What the names of all runs of the current revision begin with.
  public static String prefix(RolloutId id, Status status) {
    return id.name() + "-" + status.current() + "-" + status.number();
  }
}
