package dev.serin.core.rollout;

import dev.serin.core.rollout.Command.Answer;
import java.util.ArrayList;
import java.util.List;

/// Decides what a rollout does next. Pure: no clock, no I/O, no logging.
///
/// A look at the world is worked through in a fixed order: another wanted revision or plan, then
/// people's commands, then analyses that ended (a bad one takes the update back, whatever holds
/// it), then a router that somebody else changed, then the way forward, then the progress deadline.
/// What comes out is to be stored first and carried out after; every effect is asked for again
/// until it is observed.
public final class Decider {
  private Decider() {}

  /// The next state of `rollout` after what was `seen`, and what is to be done for it.
  public static Decision decide(Rollout rollout, Observation seen) {
    Turn turn = new Turn(rollout, seen);
    Revisions.follow(turn);
    List<Answer> answers = new ArrayList<>();
    for (Command command : seen.commands()) {
      answers.add(Commands.obey(turn, command));
    }
    Runs.react(turn);
    Drifts.react(turn, rollout.status());
    Steps.advance(turn);
    tellOfPause(turn, rollout);
    Deadline.check(turn);
    List<Effect> effects = effects(turn);
    turn.status = turn.status.routed(Routes.wanted(turn));
    return new Decision(
        rollout.with(turn.status),
        effects,
        turn.transitions(),
        answers,
        Standings.of(turn),
        Waits.of(turn));
  }

  private static void tellOfPause(Turn turn, Rollout before) {
    if (Steps.pausing(turn) && !before.status().stage().equals(turn.status.stage())) {
      turn.tell("RolloutPaused", "Rollout is paused (" + Standings.planPause(turn) + ")");
    }
  }

  private static List<Effect> effects(Turn turn) {
    List<Effect> effects = new ArrayList<>();
    if (!turn.routed() && !turn.status.holds().contains(Hold.DRIFT)) {
      effects.add(new Effect.Route(Routes.wanted(turn)));
    }
    effects.addAll(Runs.effects(turn));
    effects.addAll(Retirement.due(turn));
    return effects;
  }
}
