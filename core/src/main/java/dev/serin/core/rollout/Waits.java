package dev.serin.core.rollout;

import dev.serin.core.rollout.Decision.Wait;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a rollout waits for, in words for people.
final class Waits {
  private Waits() {}

  static Wait of(Turn turn) {
    Status status = turn.status;
    if (status.holds().contains(Hold.PERSON)) {
      return new Wait("a person's resume", null);
    }
    if (status.holds().contains(Hold.DRIFT)) {
      return new Wait(
          "a person: somebody else changed the router (resume puts it back, or abort)", null);
    }
    if (!status.holds().isEmpty()) {
      return new Wait("a person: the analysis could not decide (promote, resume or abort)", null);
    }
    Optional<String> missing = EvidenceRule.missing(turn);
    if (missing.isPresent()) {
      return new Wait(missing.get() + " (or a person's promote)", null);
    }
    if (Steps.pausing(turn)) {
      Instant end = Steps.pauseEnd(turn);
      return new Wait(end == null ? "a person's promote" : "the end of the pause", end);
    }
    return machine(turn);
  }

  private static Wait machine(Turn turn) {
    boolean settled = !turn.status.updating() && turn.status.stable() != null;
    if (!turn.seen.traffic().trouble().isEmpty()) {
      return counted(turn, "the router: " + turn.seen.traffic().trouble());
    }
    if (settled) {
      return turn.routed() ? Wait.NOTHING : new Wait("the router to give stable everything", null);
    }
    var run = Runs.ofStage(turn);
    if (run.isPresent() && run.get().request().gate()) {
      return new Wait("the gate's yes (or a person's promote)", null);
    }
    if (run.isPresent()) {
      return new Wait("analysis run " + run.get().name(), null);
    }
    if (!turn.canaryAvailable()) {
      return counted(turn, "revision " + turn.status.current() + " to become available");
    }
    return counted(
        turn,
        turn.routed() ? "a step that can't run here: skip or abort it" : "the router to follow");
  }

  private static Wait counted(Turn turn, String what) {
    return new Wait(what, deadline(turn));
  }

  private static @Nullable Instant deadline(Turn turn) {
    return Deadline.running(turn) && !turn.status.progress().timedOut() ? Deadline.end(turn) : null;
  }
}
