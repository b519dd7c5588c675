package dev.serin.core.rollout;

import dev.serin.core.rollout.Observation.RunReport;
import dev.serin.core.traffic.Weight;
import java.util.Locale;
import java.util.Optional;

/// What must be known of a canary before it gets more traffic.
///
/// It is not promoted before each metric of the analysis beside its steps had a good measurement.
/// And it is not widened to a share of the traffic before each comparison has the same share of the
/// evidence that a promotion needs: 25 % of it before 25 % of the users.
final class EvidenceRule {
  private EvidenceRule() {}

  /// What it waits for, in words, when the step is over but for that; empty when nothing is
  /// missing.
  static Optional<String> missing(Turn turn) {
    return switch (turn.status.stage()) {
      case Stage.Stepping(int index, _) ->
          Steps.over(turn, index) ? beyond(turn, index) : Optional.empty();
      case Stage.Promoting _ ->
          turn.canaryAvailable() && turn.routed() ? beforePromotion(turn) : Optional.empty();
      case Stage.Deploying _,
          Stage.Stable _,
          Stage.Previewing _,
          Stage.PrePromotion _,
          Stage.AwaitingPromotion _,
          Stage.PostPromotion _,
          Stage.Aborted _ ->
          Optional.empty();
    };
  }

  private static Optional<String> beyond(Turn turn, int index) {
    Step next = Steps.step(turn, index + 1);
    if (next == null) {
      return beforePromotion(turn);
    }
    return next instanceof Step.SetWeight ? beforeWidening(turn, index) : Optional.empty();
  }

  private static Optional<String> beforePromotion(Turn turn) {
    return Runs.withoutEvidence(turn, 1)
        .map(
            run -> {
              double compared = compared(turn, run);
              return compared > 0 && compared < 1
                  ? "more evidence: %s of what a promotion needs is there"
                      .formatted(percent(compared))
                  : "a first good measurement of the analysis";
            });
  }

  private static Optional<String> beforeWidening(Turn turn, int index) {
    Weight now = Routes.weightAt(turn, index);
    Weight wider = Routes.weightAt(turn, index + 1);
    double needed = wider.ppm() / (double) Weight.SCALE;
    if (wider.compareTo(now) <= 0) {
      return Optional.empty();
    }
    return Runs.withoutEvidence(turn, needed)
        .map(
            run ->
                "more evidence: %s of what a promotion needs is there, and %s of it before the next step"
                    .formatted(percent(compared(turn, run)), percent(needed)));
  }

  private static double compared(Turn turn, Runs.Wanted run) {
    RunReport report = turn.seen.analyses().get(run.name());
    return report == null ? 0 : report.compared();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", Math.floor(share * 100));
  }
}
