package dev.serin.core.rollout;

import java.time.Instant;

/// The longest time that a rollout may wait for machines. Waiting for a time, for a person or for
/// an analysis does not count.
final class Deadline {
  private Deadline() {}

  /// Marks a rollout that is stuck, and aborts it when the manifest says so.
  static void check(Turn turn) {
    if (turn.status.progress().timedOut() || !running(turn) || turn.now.isBefore(end(turn))) {
      return;
    }
    turn.status = turn.status.progressing(new Status.Progress(turn.status.progress().at(), true));
    turn.tell("ProgressDeadlineExceeded", message(turn));
    if (turn.spec.onDeadline() == RolloutSpec.OnDeadline.ABORT && turn.status.stable() != null) {
      turn.abort(message(turn));
    }
  }

  /// When the deadline is.
  static Instant end(Turn turn) {
    return turn.status.progress().at().plus(turn.spec.progressDeadline());
  }

  /// Whether the deadline counts now.
  static boolean running(Turn turn) {
    if (!turn.status.holds().isEmpty()
        || Steps.pausing(turn)
        || EvidenceRule.missing(turn).isPresent()) {
      return false;
    }
    return switch (turn.status.stage()) {
      case Stage.Stepping(int index, _) -> !(Steps.step(turn, index) instanceof Step.Analysis);
      case Stage.Deploying _, Stage.Promoting _, Stage.Previewing _ -> true;
      case Stage.Stable _,
          Stage.PrePromotion _,
          Stage.AwaitingPromotion _,
          Stage.PostPromotion _,
          Stage.Aborted _ ->
          false;
    };
  }

  /// Argo's sentence.
  static String message(Turn turn) {
    return "ReplicaSet \"%s-%s\" has timed out progressing."
        .formatted(turn.id.name(), turn.status.current());
  }
}
