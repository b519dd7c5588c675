package dev.serin.cli.view;

import dev.serin.core.engine.Look;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.Stage;
import dev.serin.core.rollout.Step;
import dev.serin.core.rollout.StepText;
import dev.serin.core.rollout.Strategy;
import dev.serin.core.rollout.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What a run has been through: its ladder with times, and its last transitions.
///
/// @param at the rung that the rollout is at; -1 before the first, the ladder's size after the last
/// @param log the last transitions, oldest first
public record Story(List<Rung> rungs, int at, List<Transition> log) {
  /// Nothing was seen yet.
  public static final Story BLANK = new Story(List.of(), -1, List.of());

  private static final int KEPT = 50;

  /// Copies its lists.
  public Story {
    rungs = List.copyOf(rungs);
    log = List.copyOf(log);
  }

  /// The story with one more look.
  public Story after(Look look) {
    Strategy strategy = look.decision().next().spec().strategy();
    List<String> texts = texts(strategy);
    Story same =
        texts.equals(rungs.stream().map(Rung::text).toList())
            ? this
            : new Story(texts.stream().map(Rung::ahead).toList(), -1, log);
    Story moved = same.moved(strategy, look.decision().next().status().stage(), look.at());
    return new Story(moved.rungs, moved.at, told(look));
  }

  /// What a look tells: its transitions, then the answers to people.
  static List<Transition> news(Look look) {
    Stream<Transition> answers =
        look.decision().answers().stream().map(answer -> told(answer, look.at()));
    return Stream.concat(look.transitions().stream(), answers).toList();
  }

  private static Transition told(Command.Answer answer, Instant at) {
    return switch (answer) {
      case Command.Answer.Done(var message) -> new Transition(at, "CommandDone", message);
      case Command.Answer.Refused(var why) ->
          new Transition(at, "CommandRefused", "refused: " + why);
    };
  }

  private List<Transition> told(Look look) {
    List<Transition> all = Stream.concat(log.stream(), news(look).stream()).toList();
    return all.subList(Math.max(0, all.size() - KEPT), all.size());
  }

  private Story moved(Strategy strategy, Stage stage, Instant now) {
    return switch (stage) {
      case Stage.Deploying _ -> this;
      case Stage.Stable _ -> at < 0 ? this : reaching(rungs.size(), Rung.Mark.DONE, now);
      case Stage.Stepping(int step, Instant since) -> reaching(step, Rung.Mark.DONE, since);
      case Stage.Promoting(var cause) -> promoting(strategy, cause, now);
      case Stage.Aborted(_, Instant when) -> stopped(when);
      case Stage.Previewing _ -> reaching(0, Rung.Mark.DONE, now);
      case Stage.PrePromotion _ -> reaching(index(BlueGreenRung.PRE), Rung.Mark.DONE, now);
      case Stage.AwaitingPromotion(Instant since) ->
          reaching(index(BlueGreenRung.WAIT), Rung.Mark.DONE, since);
      case Stage.PostPromotion _ -> reaching(index(BlueGreenRung.POST), Rung.Mark.DONE, now);
    };
  }

  private Story promoting(Strategy strategy, Stage.Cause cause, Instant now) {
    boolean planned =
        cause == Stage.Cause.STEPS_COMPLETED || cause == Stage.Cause.BLUE_GREEN_COMPLETED;
    int rung = strategy instanceof Strategy.BlueGreen ? index(BlueGreenRung.SWITCH) : rungs.size();
    return reaching(rung, planned ? Rung.Mark.DONE : Rung.Mark.SKIPPED, now);
  }

  /// What is passed on the way to `rung` is marked so. A rung that the ladder does not have,
  /// because the manifest was edited under way, changes nothing.
  private Story reaching(int rung, Rung.Mark passed, Instant when) {
    if (rung < 0) {
      return this;
    }
    if (rung == at && (rung >= rungs.size() || rungs.get(rung).mark() == Rung.Mark.NOW)) {
      return this;
    }
    List<Rung> next = new ArrayList<>();
    for (int i = 0; i < rungs.size(); i++) {
      next.add(passing(i, rung, passed, when));
    }
    return new Story(next, rung, log);
  }

  private Rung passing(int index, int target, Rung.Mark passed, Instant when) {
    Rung rung = rungs.get(index);
    if (index == target) {
      return rung.entered(when);
    }
    if (index > target) {
      return Rung.ahead(rung.text());
    }
    boolean over = rung.mark() == Rung.Mark.DONE || rung.mark() == Rung.Mark.SKIPPED;
    return over ? rung : rung.left(passed, when);
  }

  private Story stopped(Instant when) {
    if (at < 0 || at >= rungs.size() || rungs.get(at).mark() != Rung.Mark.NOW) {
      return this;
    }
    List<Rung> next = new ArrayList<>(rungs);
    next.set(at, rungs.get(at).left(Rung.Mark.STOPPED, when));
    return new Story(next, at, log);
  }

  private int index(BlueGreenRung rung) {
    return rungs.stream().map(Rung::text).toList().indexOf(rung.words);
  }

  private static List<String> texts(Strategy strategy) {
    return switch (strategy) {
      case Strategy.Canary canary -> canary.steps().stream().map(Story::text).toList();
      case Strategy.BlueGreen blueGreen ->
          Stream.of(
                  Stream.of(BlueGreenRung.PREVIEW),
                  Stream.of(BlueGreenRung.PRE).filter(_ -> blueGreen.prePromotion() != null),
                  Stream.of(BlueGreenRung.WAIT)
                      .filter(
                          _ -> !(blueGreen.promotion() instanceof Strategy.Promotion.Automatic)),
                  Stream.of(BlueGreenRung.SWITCH),
                  Stream.of(BlueGreenRung.POST).filter(_ -> blueGreen.postPromotion() != null))
              .flatMap(rungs -> rungs)
              .map(rung -> rung.words)
              .toList();
    };
  }

  private static String text(Step step) {
    return step instanceof Step.Pause(var duration, _) && duration == null
        ? "pause until promoted"
        : StepText.of(step);
  }

  /// The ladder of a blue-green update.
  private enum BlueGreenRung {
    PREVIEW("the new revision comes up"),
    PRE("analysis before the switch"),
    WAIT("wait for promotion"),
    SWITCH("the switch"),
    POST("analysis after the switch");

    private final String words;

    BlueGreenRung(String words) {
      this.words = words;
    }
  }
}
