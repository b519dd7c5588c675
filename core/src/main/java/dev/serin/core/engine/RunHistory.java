package dev.serin.core.engine;

import dev.serin.core.analysis.Accumulator;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.AnalysisRunner;
import dev.serin.core.analysis.AnalysisSpec;
import dev.serin.core.analysis.Checked;
import dev.serin.core.rollout.Effect;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The analysis runs that are kept with a rollout.
final class RunHistory {
  /// Argo keeps five good and five bad ones.
  private static final int KEPT = 10;

  private static final AnalysisSpec NOTHING =
      new AnalysisSpec(List.of(), List.of(), List.of(), List.of());

  private RunHistory() {}

  /// A new run; one that can not be made has ended with the Error that says why. It goes on from
  /// what the comparisons of earlier runs of this update have gathered.
  static AnalysisRun begin(
      Release release, Status status, Effect.StartAnalysis start, List<AnalysisRun> earlier) {
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
      case Checked.Valid<AnalysisRun>(var run) ->
          run.inheriting(gathered(status.runPrefix(release.id()), earlier));
      case Checked.Invalid<AnalysisRun>(var why) ->
          AnalysisRunner.fail(AnalysisRun.of(start.run(), NOTHING), why).run();
    };
  }

  /// What the comparisons of an update have gathered, the latest of each. It is evidence again once
  /// it is measured by the new run's own terms. After a run that called the canary worse, could not
  /// be measured or was stopped, nothing is gone on with: what is tried again is judged anew.
  private static Map<String, Accumulator> gathered(String update, List<AnalysisRun> runs) {
    Map<String, Accumulator> gathered = new HashMap<>();
    for (AnalysisRun run : runs) {
      if (belongs(run, update)) {
        if (endedBadly(run)) {
          gathered.clear();
        } else {
          run.accumulators().forEach((name, it) -> gathered.put(name, it.unmeasured()));
        }
      }
    }
    return gathered;
  }

  private static boolean endedBadly(AnalysisRun run) {
    return switch (run.status().phase()) {
      case FAILED, ERROR -> true;
      case PENDING, RUNNING, SUCCESSFUL, INCONCLUSIVE -> run.terminate();
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

  /// Whether a run is of this update: what follows its prefix begins with `-` or `.`.
  private static boolean belongs(AnalysisRun run, String prefix) {
    return run.name().equals(prefix)
        || run.name().startsWith(prefix + "-")
        || run.name().startsWith(prefix + ".");
  }

  private static boolean old(AnalysisRun run, String current) {
    return run.status().phase().completed() && !belongs(run, current);
  }
}
