package dev.serin.core.rollout;

import dev.serin.core.traffic.Revision;
import java.util.List;

/// What another wanted revision, or another plan, does to a rollout.
final class Revisions {
  private Revisions() {}

  /// Turns to the desired revision, and to the plan as it reads now.
  static void follow(Turn turn) {
    String plan = plan(turn);
    if (!turn.desired.equals(turn.status.current())) {
      turn.status = turn.status.following(plan);
      turnTo(turn, turn.desired);
    } else if (!plan.equals(turn.status.plan())) {
      boolean first = turn.status.plan().isEmpty();
      turn.status = turn.status.following(plan);
      if (!first) {
        restart(turn);
      }
    }
  }

  /// Begins the plan of the current revision at its beginning.
  static void begin(Turn turn) {
    turn.enter(
        switch (turn.spec.strategy()) {
          case Strategy.Canary canary ->
              canary.steps().isEmpty()
                  ? new Stage.Promoting(Stage.Cause.STEPS_COMPLETED)
                  : new Stage.Stepping(0, turn.now);
          case Strategy.BlueGreen _ -> new Stage.Previewing();
        });
  }

  /// Begins again, with analyses of their own.
  static void beginAgain(Turn turn) {
    turn.status =
        turn.status
            .reviving()
            .holding(java.util.Set.of())
            .attempting(turn.status.attempts().nextStep().nextBackground());
    begin(turn);
  }

  /// A changed plan begins at its beginning; while nothing is on its way it changes nothing.
  private static void restart(Turn turn) {
    if (turn.status.updating() || turn.status.stage() instanceof Stage.Aborted) {
      beginAgain(turn);
      turn.tell("RolloutUpdated", "Rollout steps were edited: it begins again at step 1");
      heedManifest(turn);
    }
  }

  private static void turnTo(Turn turn, Revision revision) {
    boolean kept = Retirement.kept(turn, revision);
    turn.status = turn.status.turnedTo(revision);
    turn.tell("RolloutUpdated", "Rollout updated to revision " + turn.status.number());
    if (turn.status.stable() == null) {
      turn.enter(new Stage.Deploying());
    } else if (revision.equals(turn.status.stable())) {
      turn.enter(new Stage.Stable());
      turn.tell("SkipSteps", "Rollback to stable: all steps are skipped");
    } else if (withinWindow(turn, revision)) {
      turn.enter(new Stage.Promoting(Stage.Cause.ROLLBACK_WITHIN_WINDOW));
      turn.tell("SkipSteps", "Rollback within the rollback window: all steps are skipped");
    } else if (kept && turn.spec.strategy() instanceof Strategy.BlueGreen) {
      turn.enter(new Stage.Promoting(Stage.Cause.FAST_ROLLBACK));
      turn.tell("SkipSteps", "Rollback to a revision that is still up: its checks are skipped");
    } else {
      begin(turn);
    }
    heedManifest(turn);
  }

  /// `spec.paused` of the manifest holds an update at its beginning, as a person's pause does.
  private static void heedManifest(Turn turn) {
    if (turn.spec.paused() && turn.status.updating()) {
      turn.hold(Hold.PERSON);
    }
  }

  /// Argo's rule: it appeared before stable did, with fewer than the window's revisions in between.
  private static boolean withinWindow(Turn turn, Revision revision) {
    Integer window = turn.spec.rollbackWindow();
    if (window == null) {
      return false;
    }
    List<Revision> seen = turn.status.seen();
    int target = seen.indexOf(revision);
    int stable = seen.indexOf(turn.status.trusted());
    return target >= 0 && target < stable && stable - target - 1 < window;
  }

  private static String plan(Turn turn) {
    return switch (turn.spec.strategy()) {
      case Strategy.Canary canary -> Fingerprint.of(canary.steps());
      case Strategy.BlueGreen _ -> "blueGreen";
    };
  }
}
