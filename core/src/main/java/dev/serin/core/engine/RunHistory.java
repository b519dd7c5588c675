package dev.serin.core.engine;

import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.AnalysisRunner;
import dev.serin.core.analysis.AnalysisSpec;
import dev.serin.core.analysis.Checked;
import dev.serin.core.rollout.Effect;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The analysis runs that are kept with a rollout.
final class RunHistory {
  /// Argo keeps five good and five bad ones.
  private static final int KEPT = 10;

  private static final AnalysisSpec NOTHING =
      new AnalysisSpec(List.of(), List.of(), List.of(), List.of());

  private RunHistory() {}

  /// A new run; one that can not be made has ended with the Error that says why.
  static AnalysisRun begin(Release release, Status status, Effect.StartAnalysis start) {
    var view =
        new AnalysisRun.RolloutView(
            release.document(), status.trusted().hash(), status.current().hash());
    Checked<AnalysisRun> made =
        AnalysisRun.create(
            start.run(),
            start.request(),
            ref -> Optional.ofNullable(release.templates().get(ref)),
            view);
    return switch (made) {
      case Checked.Valid<AnalysisRun>(var run) -> run;
      case Checked.Invalid<AnalysisRun>(var why) ->
          AnalysisRunner.fail(AnalysisRun.of(start.run(), NOTHING), why).run();
    };
  }

  /// The runs of the current revision, those that have not ended, and the latest others.
  static List<AnalysisRun> pruned(RolloutId id, Status status, List<AnalysisRun> runs) {
    String current = status.runPrefix(id);
    long surplus = runs.stream().filter(run -> old(run, current)).count() - KEPT;
    List<AnalysisRun> kept = new ArrayList<>();
    for (AnalysisRun run : runs) {
      if (surplus > 0 && old(run, current)) {
        surplus--;
      } else {
        kept.add(run);
      }
    }
    return kept;
  }

  private static boolean old(AnalysisRun run, String current) {
    return run.status().phase().completed() && !run.name().startsWith(current);
  }
}
