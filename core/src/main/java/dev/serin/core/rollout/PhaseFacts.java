package dev.serin.core.rollout;

import org.jspecify.annotations.Nullable;

/// What Argo's phase and message are made from. The first fact that says something decides.
///
/// @param invalid what makes the spec invalid; null when it is valid
/// @param failure `RolloutAborted: ...` or `ProgressDeadlineExceeded: ...`; null for neither
/// @param paused true when a person paused the rollout
/// @param pauseReason why the rollout paused by itself; null when it did not
/// @param restarting true while its replicas are being restarted
/// @param replicas how many replicas there are; where the workload is not Kubernetes' own, one of
///     each revision
/// @param left what a rollout with all its replicas still has to do
public record PhaseFacts(
    @Nullable String invalid,
    @Nullable String failure,
    boolean paused,
    @Nullable String pauseReason,
    boolean restarting,
    Replicas replicas,
    Left left) {

  /// How many replicas there are.
  ///
  /// @param wanted as the manifest says
  /// @param all of every revision
  /// @param updated of the current revision
  /// @param available of the current revision and ready
  public record Replicas(int wanted, int all, int updated, int available) {
    /// One wanted, and there.
    static final Replicas UP = new Replicas(1, 1, 1, 1);

    /// One wanted and started, but not ready.
    static final Replicas COMING = new Replicas(1, 1, 1, 0);
  }

  /// What a rollout with all its replicas still has to do.
  public enum Left {
    /// Nothing.
    NOTHING(""),
    /// Blue-green: the active service is not at the new revision.
    CUTOVER("active service cutover pending"),
    /// Blue-green: an analysis of the plan runs.
    ANALYSIS("waiting for analysis to complete"),
    /// Blue-green: the new revision is active but not stable yet.
    VERIFICATION("waiting for post-promotion verification to complete"),
    /// Basic canary: replicas of another revision are still there.
    OLD_REPLICAS("old replicas are pending termination"),
    /// Canary: the plan is not at its end.
    STEPS("waiting for all steps to complete");

    private final String message;

    Left(String message) {
      this.message = message;
    }
  }

  /// Argo's phase and message.
  public Standing standing() {
    if (invalid != null) {
      return new Standing(Phase.DEGRADED, "InvalidSpec: " + invalid);
    }
    if (failure != null) {
      return new Standing(Phase.DEGRADED, failure);
    }
    if (paused) {
      return new Standing(Phase.PAUSED, "manually paused");
    }
    if (pauseReason != null) {
      return new Standing(Phase.PAUSED, pauseReason);
    }
    String message = progress();
    return new Standing(message.isEmpty() ? Phase.HEALTHY : Phase.PROGRESSING, message);
  }

  private String progress() {
    if (restarting) {
      return "rollout is restarting";
    }
    if (replicas.updated < replicas.wanted) {
      return "more replicas need to be updated";
    }
    if (replicas.available < replicas.updated) {
      return "updated replicas are still becoming available";
    }
    return left.message;
  }
}
