package dev.serin.core.rollout;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a canary gets from step to step, and a blue-green update from stage to stage.
final class Steps {
  private Steps() {}

  /// Goes on as far as what is seen allows: not at all while the router does what somebody else
  /// wants.
  static void advance(Turn turn) {
    Stage before;
    do {
      before = turn.status.stage();
      if (turn.status.holds().isEmpty() && turn.seen.traffic().drift() == null) {
        advanceOnce(turn);
      }
    } while (!before.equals(turn.status.stage()));
  }

  /// Ends a step and begins the next.
  static void complete(Turn turn, int index) {
    if (!(turn.spec.strategy() instanceof Strategy.Canary canary)) {
      return;
    }
    int count = canary.steps().size();
    turn.tell(
        "RolloutStepCompleted",
        "Rollout step %d/%d completed (%s)"
            .formatted(index + 1, count, StepText.of(canary.steps().get(index))));
    turn.enter(
        index + 1 < count
            ? new Stage.Stepping(index + 1, turn.now)
            : new Stage.Promoting(Stage.Cause.STEPS_COMPLETED));
  }

  /// Whether it stands at a pause of its plan, or before a blue-green switch.
  static boolean pausing(Turn turn) {
    return switch (turn.status.stage()) {
      case Stage.Stepping(int index, _) -> step(turn, index) instanceof Step.Pause;
      case Stage.AwaitingPromotion _ -> true;
      case Stage.Deploying _,
          Stage.Stable _,
          Stage.Promoting _,
          Stage.Previewing _,
          Stage.PrePromotion _,
          Stage.PostPromotion _,
          Stage.Aborted _ ->
          false;
    };
  }

  /// When the pause is over by itself; null when only a person can end it, or there is none.
  static @Nullable Instant pauseEnd(Turn turn) {
    return switch (turn.status.stage()) {
      case Stage.Stepping(int index, var since) ->
          step(turn, index) instanceof Step.Pause(var duration, _) && duration != null
              ? since.plus(duration)
              : null;
      case Stage.AwaitingPromotion(var since) -> {
        Duration delay = promotionDelay(turn);
        yield delay == null ? null : since.plus(delay);
      }
      case Stage.Deploying _,
          Stage.Stable _,
          Stage.Promoting _,
          Stage.Previewing _,
          Stage.PrePromotion _,
          Stage.PostPromotion _,
          Stage.Aborted _ ->
          null;
    };
  }

  static @Nullable Step step(Turn turn, int index) {
    return turn.spec.strategy() instanceof Strategy.Canary canary && index < canary.steps().size()
        ? canary.steps().get(index)
        : null;
  }

  private static void advanceOnce(Turn turn) {
    switch (turn.status.stage()) {
      case Stage.Deploying _ -> {
        if (turn.canaryAvailable() && turn.routed()) {
          turn.complete(Stage.Cause.INITIAL_DEPLOY);
        }
      }
      case Stage.Stepping(int index, _) -> {
        if (over(turn, index) && EvidenceRule.missing(turn).isEmpty()) {
          complete(turn, index);
        }
      }
      case Stage.Promoting(var cause) -> promote(turn, cause);
      case Stage.Previewing _ -> {
        if (turn.canaryAvailable()) {
          afterPreview(turn);
        }
      }
      case Stage.PrePromotion _ -> {
        if (Runs.stageRunSucceeded(turn)) {
          turn.tell("AnalysisRunSuccessful", "Pre-promotion analysis was successful");
          turn.enter(new Stage.AwaitingPromotion(turn.now));
        }
      }
      case Stage.AwaitingPromotion _ -> {
        if (pauseOver(turn)) {
          switchActive(turn);
        }
      }
      case Stage.PostPromotion _ -> {
        if (Runs.stageRunSucceeded(turn)) {
          turn.complete(Stage.Cause.BLUE_GREEN_COMPLETED);
        }
      }
      case Stage.Stable _, Stage.Aborted _ -> {}
    }
  }

  /// Whether a step has nothing left to do; more evidence may still be needed to go on from it.
  static boolean over(Turn turn, int index) {
    Step step = step(turn, index);
    return switch (step) {
      case null -> true;
      case Step.SetWeight _, Step.SetHeaderRoute _, Step.SetMirrorRoute _ ->
          turn.canaryAvailable() && turn.routed();
      case Step.Pause _ -> pauseOver(turn);
      case Step.Analysis _ -> Runs.stageRunSucceeded(turn);
      // Replicas are counted where the workload is Kubernetes' own; a Backend has the size it has.
      case Step.SetCanaryScale _ -> true;
      // Refused when the rollout is admitted; one that is edited in waits for a person's skip.
      case Step.Experiment _, Step.Plugin _ -> false;
    };
  }

  private static void promote(Turn turn, Stage.Cause cause) {
    if (!turn.canaryAvailable() || !turn.routed() || EvidenceRule.missing(turn).isPresent()) {
      return;
    }
    boolean verify =
        cause == Stage.Cause.BLUE_GREEN_COMPLETED
            && turn.spec.strategy() instanceof Strategy.BlueGreen blueGreen
            && blueGreen.postPromotion() != null;
    if (verify) {
      turn.tell("AnalysisRunRunning", "Post-promotion analysis begins");
      turn.enter(new Stage.PostPromotion());
    } else {
      turn.complete(cause);
    }
  }

  private static void afterPreview(Turn turn) {
    boolean analyse =
        turn.spec.strategy() instanceof Strategy.BlueGreen blueGreen
            && blueGreen.prePromotion() != null;
    turn.tell("PreviewAvailable", "Revision " + turn.status.current() + " is up as preview");
    turn.enter(analyse ? new Stage.PrePromotion() : new Stage.AwaitingPromotion(turn.now));
  }

  /// Lets the new revision of a blue-green update become active.
  static void switchActive(Turn turn) {
    turn.tell("SwitchService", "Active service switches to revision " + turn.status.current());
    turn.enter(new Stage.Promoting(Stage.Cause.BLUE_GREEN_COMPLETED));
  }

  private static boolean pauseOver(Turn turn) {
    Instant end = pauseEnd(turn);
    return end != null && !turn.now.isBefore(end);
  }

  private static @Nullable Duration promotionDelay(Turn turn) {
    if (!(turn.spec.strategy() instanceof Strategy.BlueGreen blueGreen)) {
      return Duration.ZERO;
    }
    return switch (blueGreen.promotion()) {
      case Strategy.Promotion.Automatic _ -> Duration.ZERO;
      case Strategy.Promotion.After(var delay) -> delay;
      case Strategy.Promotion.Manual _ -> null;
    };
  }
}
