package dev.serin.core.rollout;

import dev.serin.core.rollout.Command.Answer;
import java.util.Set;

/// What people's commands do.
final class Commands {
  private Commands() {}

  static Answer obey(Turn turn, Command command) {
    return switch (command) {
      case Command.Promote _ -> promote(turn);
      case Command.PromoteFull _ -> promoteFull(turn);
      case Command.Abort(var reason) -> abort(turn, reason);
      case Command.Retry _ -> retry(turn);
      case Command.Pause _ -> pause(turn);
      case Command.Resume _ -> resume(turn);
      case Command.Skip _ -> skip(turn);
    };
  }

  /// Clears a person's pause and a pause for bad evidence; ends a pause step, or the step it is at.
  private static Answer promote(Turn turn) {
    Status status = turn.status;
    if (!status.updating()) {
      return nothingToDo(turn, "promote");
    }
    boolean accepted = status.holds().contains(Hold.INCONCLUSIVE_STEP);
    boolean background = status.holds().contains(Hold.INCONCLUSIVE_BACKGROUND);
    boolean person = status.holds().contains(Hold.PERSON) || status.holds().contains(Hold.DRIFT);
    if (background) {
      turn.status = turn.status.attempting(turn.status.attempts().nextBackground());
    }
    status.holds().forEach(turn::release);
    boolean held = background || person;
    boolean canary = turn.spec.strategy() instanceof Strategy.Canary;
    if (accepted || Steps.pausing(turn) || (!held && canary)) {
      return skip(turn);
    }
    return held ? new Answer.Done("the rollout goes on") : notHeld(turn);
  }

  /// A blue-green update has no step to go on from while its checks run.
  private static Answer notHeld(Turn turn) {
    return new Answer.Refused(
        "nothing holds it, it waits for "
            + Waits.of(turn).what()
            + ": skip goes on without that, promote --full without any check");
  }

  private static Answer promoteFull(Turn turn) {
    if (!turn.status.updating()) {
      return nothingToDo(turn, "promote");
    }
    turn.status = turn.status.holding(Set.of());
    turn.enter(new Stage.Promoting(Stage.Cause.FULL_PROMOTION));
    turn.tell("SkipSteps", "Full promotion requested: all that is left is skipped");
    return new Answer.Done("all steps that are left are skipped");
  }

  private static Answer abort(Turn turn, String reason) {
    if (!turn.status.updating()) {
      return nothingToDo(turn, "abort");
    }
    turn.abort(reason);
    return new Answer.Done("stable gets all traffic");
  }

  private static Answer retry(Turn turn) {
    if (!(turn.status.stage() instanceof Stage.Aborted)) {
      return new Answer.Refused("only an aborted rollout can be tried again: " + state(turn));
    }
    Revisions.beginAgain(turn);
    turn.tell("RolloutRetry", "Retrying Rollout after abort");
    return new Answer.Done("the update begins again at its first step");
  }

  private static Answer pause(Turn turn) {
    if (!turn.status.updating()) {
      return nothingToDo(turn, "pause");
    }
    if (turn.status.holds().contains(Hold.PERSON)) {
      return new Answer.Refused("it is paused already; resume lets it go on");
    }
    turn.hold(Hold.PERSON);
    return new Answer.Done("no further step is taken until you resume");
  }

  private static Answer resume(Turn turn) {
    if (turn.status.holds().isEmpty()) {
      return new Answer.Refused(
          Steps.pausing(turn)
              ? "it waits at a pause of its plan: promote lets it go on"
              : "nobody paused it: " + state(turn));
    }
    Status.Attempts attempts = turn.status.attempts();
    if (turn.status.holds().contains(Hold.INCONCLUSIVE_STEP)) {
      attempts = attempts.nextStep();
    }
    if (turn.status.holds().contains(Hold.INCONCLUSIVE_BACKGROUND)) {
      attempts = attempts.nextBackground();
    }
    turn.status.holds().forEach(turn::release);
    turn.status = turn.status.attempting(attempts);
    return new Answer.Done("the rollout goes on");
  }

  private static Answer skip(Turn turn) {
    return switch (turn.status.stage()) {
      case Stage.Stepping(int index, _) -> {
        boolean unseen = Runs.withoutEvidence(turn, 1).isPresent();
        turn.status = turn.status.released(Hold.INCONCLUSIVE_STEP);
        Steps.complete(turn, index);
        if (unseen && turn.status.stage() instanceof Stage.Promoting) {
          turn.enter(new Stage.Promoting(Stage.Cause.FULL_PROMOTION));
        }
        yield new Answer.Done("step " + (index + 1) + " is over");
      }
      case Stage.PrePromotion _, Stage.AwaitingPromotion _, Stage.Previewing _ -> {
        Steps.switchActive(turn);
        yield new Answer.Done("the new revision becomes active");
      }
      case Stage.PostPromotion _ -> {
        turn.complete(Stage.Cause.BLUE_GREEN_COMPLETED);
        yield new Answer.Done("the new revision is stable");
      }
      case Stage.Promoting _ -> {
        turn.enter(new Stage.Promoting(Stage.Cause.FULL_PROMOTION));
        turn.tell("SkipSteps", "Full promotion requested: all that is left is skipped");
        yield new Answer.Done("it is promoted as soon as it gets all traffic");
      }
      case Stage.Deploying _, Stage.Stable _, Stage.Aborted _ -> nothingToDo(turn, "skip");
    };
  }

  private static Answer nothingToDo(Turn turn, String verb) {
    return new Answer.Refused("there is nothing to " + verb + ": " + state(turn));
  }

  private static String state(Turn turn) {
    return switch (turn.status.stage()) {
      case Stage.Stable _ -> "revision " + turn.status.trusted() + " is stable";
      case Stage.Aborted _ -> "the update was aborted; retry begins it again";
      case Stage.Deploying _ -> "the first revision is coming up";
      case Stage.Stepping _,
          Stage.Promoting _,
          Stage.Previewing _,
          Stage.PrePromotion _,
          Stage.AwaitingPromotion _,
          Stage.PostPromotion _ ->
          "the update is on its way";
    };
  }
}
