package dev.serin.core.rollout;

import dev.serin.core.rollout.PhaseFacts.Left;
import dev.serin.core.rollout.PhaseFacts.Replicas;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a rollout is doing, in Argo's words.
final class Standings {
  static final String INCONCLUSIVE = "InconclusiveAnalysisRun";

  static final String DRIFT = "RouterDrift";

  private Standings() {}

  static Standing of(Turn turn) {
    boolean settled = turn.status.stage() instanceof Stage.Stable;
    return new PhaseFacts(
            null,
            failure(turn),
            turn.status.holds().contains(Hold.PERSON),
            pauseReason(turn),
            false,
            settled || turn.canaryAvailable() ? Replicas.UP : Replicas.COMING,
            left(turn))
        .standing();
  }

  private static @Nullable String failure(Turn turn) {
    Status status = turn.status;
    if (status.stage() instanceof Stage.Aborted(var why, _)) {
      return "RolloutAborted: " + Turn.abortMessage(status.number(), why);
    }
    return status.progress().timedOut()
        ? "ProgressDeadlineExceeded: " + Deadline.message(turn)
        : null;
  }

  private static @Nullable String pauseReason(Turn turn) {
    if (!turn.status.holds().isEmpty()) {
      return turn.status.holds().equals(Set.of(Hold.DRIFT)) ? DRIFT : INCONCLUSIVE;
    }
    return Steps.pausing(turn) && EvidenceRule.missing(turn).isEmpty() ? planPause(turn) : null;
  }

  /// Argo's word for a pause of the plan itself.
  static String planPause(Turn turn) {
    return turn.spec.strategy() instanceof Strategy.Canary ? "CanaryPauseStep" : "BlueGreenPause";
  }

  private static Left left(Turn turn) {
    boolean blueGreen = turn.spec.strategy() instanceof Strategy.BlueGreen;
    return switch (turn.status.stage()) {
      case Stage.Stable _ -> Left.NOTHING;
      case Stage.PostPromotion _ -> Left.ANALYSIS;
      case Stage.PrePromotion _,
          Stage.Previewing _,
          Stage.AwaitingPromotion _,
          Stage.Promoting _,
          Stage.Deploying _,
          Stage.Stepping _,
          Stage.Aborted _ ->
          blueGreen ? Left.CUTOVER : Left.STEPS;
    };
  }
}
