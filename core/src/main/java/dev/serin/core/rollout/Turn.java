package dev.serin.core.rollout;

import dev.serin.core.traffic.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One call of [Decider#decide] while it is worked out: what is wanted and seen, and what came of
/// it so far.
final class Turn {
  final RolloutId id;
  final RolloutSpec spec;
  final Revision desired;
  final Observation seen;
  final Instant now;
  Status status;
  private final List<Transition> transitions = new ArrayList<>();

  Turn(Rollout rollout, Observation seen) {
    this.id = rollout.id();
    this.spec = rollout.spec();
    this.desired = rollout.desired();
    this.status = rollout.status();
    this.seen = seen;
    this.now = seen.at();
  }

  List<Transition> transitions() {
    return transitions;
  }

  void tell(String reason, String message) {
    transitions.add(new Transition(now, reason, message));
  }

  /// Moves to another stage.
  void enter(Stage stage) {
    status = status.at(stage, now);
  }

  /// Takes the update back.
  void abort(String why) {
    status = status.holding(Set.of());
    enter(new Stage.Aborted(why, now));
    Retirement.afterAbort(this);
    tell("RolloutAborted", abortMessage(status.number(), why));
  }

  /// Argo's sentence for an aborted update.
  static String abortMessage(int number, String why) {
    return "Rollout aborted update to revision " + number + (why.isEmpty() ? "" : ": " + why);
  }

  /// Makes the current revision stable.
  void complete(Stage.Cause cause) {
    Retirement.afterPromotion(this);
    status = status.trusting(now);
    tell(
        "RolloutCompleted",
        "Rollout completed update to revision "
            + status.number()
            + " ("
            + status.current()
            + "): "
            + words(cause));
  }

  private String words(Stage.Cause cause) {
    return cause == Stage.Cause.STEPS_COMPLETED && spec.strategy() instanceof Strategy.Canary canary
        ? "Completed all " + canary.steps().size() + " canary steps"
        : cause.words();
  }

  /// Holds the rollout, once.
  void hold(Hold hold) {
    if (!status.holds().contains(hold)) {
      status = status.held(hold);
      tell(
          "RolloutPaused",
          switch (hold) {
            case PERSON -> "Rollout is paused by a person";
            case DRIFT -> "Rollout is paused (" + Standings.DRIFT + ")";
            case INCONCLUSIVE_STEP, INCONCLUSIVE_BACKGROUND ->
                "Rollout is paused (" + Standings.INCONCLUSIVE + ")";
          });
    }
  }

  /// Lets the rollout go on; the time that it stood still does not count as a lack of progress.
  void release(Hold hold) {
    status = status.released(hold).progressing(new Status.Progress(now, false));
    tell("RolloutResumed", "Rollout is resumed");
  }

  /// Whether the revision on trial can take traffic.
  boolean canaryAvailable() {
    return seen.available().contains(status.current());
  }

  /// Whether the router shows exactly what is wanted now.
  boolean routed() {
    return seen.traffic().drift() == null && Routes.wanted(this).equals(seen.traffic().live());
  }
}
