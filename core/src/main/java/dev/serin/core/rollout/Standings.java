package dev.serin.core.rollout;

/// How a rollout is doing, in Argo's words and in Argo's order of importance.
final class Standings {
  static final String INCONCLUSIVE = "InconclusiveAnalysisRun";

  private Standings() {}

  static Standing of(Turn turn) {
    Status status = turn.status;
    if (status.stage() instanceof Stage.Aborted(var why, _)) {
      return new Standing(
          Phase.DEGRADED, "RolloutAborted: " + Turn.abortMessage(status.number(), why));
    }
    if (status.progress().timedOut()) {
      return new Standing(Phase.DEGRADED, "ProgressDeadlineExceeded: " + Deadline.message(turn));
    }
    if (status.holds().contains(Hold.PERSON)) {
      return new Standing(Phase.PAUSED, "manually paused");
    }
    if (!status.holds().isEmpty()) {
      return new Standing(Phase.PAUSED, INCONCLUSIVE);
    }
    return ofStage(turn);
  }

  /// Argo's word for a pause of the plan itself.
  static String pauseReason(Turn turn) {
    return turn.spec.strategy() instanceof Strategy.Canary ? "CanaryPauseStep" : "BlueGreenPause";
  }

  private static Standing ofStage(Turn turn) {
    if (Steps.pausing(turn)) {
      return new Standing(Phase.PAUSED, pauseReason(turn));
    }
    if (turn.status.stage() instanceof Stage.Stable) {
      return new Standing(Phase.HEALTHY, "");
    }
    return new Standing(
        Phase.PROGRESSING,
        turn.canaryAvailable()
            ? progressing(turn)
            : "updated replicas are still becoming available");
  }

  private static String progressing(Turn turn) {
    return switch (turn.status.stage()) {
      case Stage.PrePromotion _ -> "waiting for analysis to complete";
      case Stage.PostPromotion _ -> "waiting for post-promotion verification to complete";
      case Stage.Previewing _, Stage.AwaitingPromotion _ -> "active service cutover pending";
      case Stage.Promoting _ ->
          turn.spec.strategy() instanceof Strategy.BlueGreen
              ? "active service cutover pending"
              : "waiting for all steps to complete";
      case Stage.Deploying _, Stage.Stable _, Stage.Stepping _, Stage.Aborted _ ->
          "waiting for all steps to complete";
    };
  }
}
