package dev.serin.core.rollout;

import dev.serin.core.analysis.AnalysisRequest;
import dev.serin.core.rollout.Observation.RunReport;
import dev.serin.core.traffic.Routing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The analysis runs that a turn wants, and what they have said.
final class Runs {
  private Runs() {}

  /// A run that is wanted now.
  ///
  /// @param failure what an abort because of it says first
  record Wanted(String name, AnalysisRequest request, Hold inconclusive, String failure) {}

  /// The run that the current stage waits for.
  static Optional<Wanted> ofStage(Turn turn) {
    Status status = turn.status;
    return switch (status.stage()) {
      case Stage.Stepping(int index, _) ->
          Steps.step(turn, index) instanceof Step.Analysis(var request)
              ? Optional.of(
                  staged(turn, "-" + index, request, "Step-based analysis phase error/failed"))
              : Optional.empty();
      case Stage.PrePromotion _ ->
          blueGreen(turn)
              .map(Strategy.BlueGreen::prePromotion)
              .map(r -> staged(turn, "-pre", r, failed("pre-promotion")));
      case Stage.PostPromotion _ ->
          blueGreen(turn)
              .map(Strategy.BlueGreen::postPromotion)
              .map(r -> staged(turn, "-post", r, failed("post-promotion")));
      case Stage.Deploying _,
          Stage.Stable _,
          Stage.Promoting _,
          Stage.Previewing _,
          Stage.AwaitingPromotion _,
          Stage.Aborted _ ->
          Optional.empty();
    };
  }

  /// The run beside the steps: it begins when its step is reached and the canary gets requests.
  static Optional<Wanted> background(Turn turn) {
    if (!(turn.spec.strategy() instanceof Strategy.Canary canary) || canary.background() == null) {
      return Optional.empty();
    }
    Strategy.BackgroundAnalysis background = canary.background();
    String name = base(turn) + suffix(turn.status.attempts().background());
    Wanted run =
        new Wanted(
            name,
            background.request(),
            Hold.INCONCLUSIVE_BACKGROUND,
            "Background analysis phase error/failed");
    boolean wanted =
        switch (turn.status.stage()) {
          case Stage.Stepping(int index, _) ->
              turn.seen.analyses().containsKey(name)
                  || (index >= background.startingStep() && reached(turn));
          case Stage.Promoting(var cause) ->
              cause == Stage.Cause.STEPS_COMPLETED
                  && (turn.seen.analyses().containsKey(name) || reached(turn));
          case Stage.Deploying _,
              Stage.Stable _,
              Stage.Previewing _,
              Stage.PrePromotion _,
              Stage.AwaitingPromotion _,
              Stage.PostPromotion _,
              Stage.Aborted _ ->
              false;
        };
    return wanted ? Optional.of(run) : Optional.empty();
  }

  static List<Wanted> wanted(Turn turn) {
    List<Wanted> runs = new ArrayList<>();
    background(turn).ifPresent(runs::add);
    ofStage(turn).ifPresent(runs::add);
    return runs;
  }

  /// Begins what is wanted and not there, and ends what is there and not wanted.
  static List<Effect> effects(Turn turn) {
    List<Wanted> wanted = wanted(turn);
    List<Effect> effects = new ArrayList<>();
    for (Wanted run : wanted) {
      if (!turn.seen.analyses().containsKey(run.name())) {
        effects.add(new Effect.StartAnalysis(run.name(), run.request()));
      }
    }
    Set<String> names = wanted.stream().map(Wanted::name).collect(Collectors.toSet());
    turn.seen
        .analyses()
        .forEach(
            (name, report) -> {
              if (!names.contains(name) && !report.phase().completed()) {
                effects.add(new Effect.StopAnalysis(name));
              }
            });
    return effects;
  }

  /// Aborts because of a run that failed, or holds because of one that could not decide.
  static void react(Turn turn) {
    for (Wanted run : wanted(turn)) {
      RunReport report = turn.seen.analyses().get(run.name());
      if (report == null || !turn.status.updating()) {
        continue;
      }
      switch (report.phase()) {
        case FAILED, ERROR ->
            turn.abort(run.failure() + (report.message().isEmpty() ? "" : ": " + report.message()));
        case INCONCLUSIVE -> turn.hold(run.inconclusive());
        case SUCCESSFUL, RUNNING, PENDING -> {}
      }
    }
  }

  /// The run beside the steps, while it is wanted and has less evidence than that: not one good
  /// measurement of each metric, or a smaller share of what its comparisons need for a promotion.
  static Optional<Wanted> withoutEvidence(Turn turn, double share) {
    return background(turn)
        .filter(
            run -> {
              RunReport report = turn.seen.analyses().get(run.name());
              return report == null
                  || (!report.phase().completed()
                      && (report.compared() < share || (share >= 1 && !report.evidence())));
            });
  }

  /// Whether the run of the current stage ended well.
  static boolean stageRunSucceeded(Turn turn) {
    return ofStage(turn)
        .map(run -> turn.seen.analyses().get(run.name()))
        .map(report -> report.phase() == dev.serin.core.analysis.AnalysisPhase.SUCCESSFUL)
        .orElse(false);
  }

  private static Wanted staged(Turn turn, String part, AnalysisRequest request, String failure) {
    String name = base(turn) + part + suffix(turn.status.attempts().step());
    return new Wanted(name, request, Hold.INCONCLUSIVE_STEP, failure);
  }

  private static boolean reached(Turn turn) {
    Routing live = turn.seen.traffic().live();
    return live != null
        && live.canary().equals(turn.status.current())
        && Routes.reachesCanary(live);
  }

  private static String failed(String when) {
    return "Blue/green " + when + " analysis phase error/failed";
  }

  private static String base(Turn turn) {
    return turn.status.runPrefix(turn.id);
  }

  private static String suffix(int attempt) {
    return attempt == 0 ? "" : "." + attempt;
  }

  private static Optional<Strategy.BlueGreen> blueGreen(Turn turn) {
    return turn.spec.strategy() instanceof Strategy.BlueGreen blueGreen
        ? Optional.of(blueGreen)
        : Optional.empty();
  }
}
