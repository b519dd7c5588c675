package dev.serin.core.engine;

import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.AnalysisRunner;
import dev.serin.core.rollout.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one look made of a rollout's analysis runs.
final class Measurements {
  private final List<AnalysisRunner.Pass> passes = new ArrayList<>();
  private final List<Transition> transitions = new ArrayList<>();

  /// Takes a pass in. The log tells of runs; what their metrics came to is kept with the run.
  void add(AnalysisRunner.Pass pass, Instant now) {
    passes.add(pass);
    AnalysisRun run = pass.run();
    String message = run.status().message();
    for (String event : pass.events().stream().filter(e -> e.startsWith("AnalysisRun")).toList()) {
      transitions.add(
          new Transition(
              now,
              event,
              "Analysis run " + run.name() + (message.isEmpty() ? "" : ": " + message)));
    }
  }

  List<AnalysisRunner.Pass> passes() {
    return passes;
  }

  List<Transition> transitions() {
    return transitions;
  }

  List<AnalysisRun> runs() {
    return passes.stream().map(AnalysisRunner.Pass::run).toList();
  }

  /// When the next measurement is due; null when none is.
  @Nullable Instant next() {
    Instant earliest = null;
    for (AnalysisRunner.Pass pass : passes) {
      Instant due = pass.lookAgain();
      if (due != null && (earliest == null || due.isBefore(earliest))) {
        earliest = due;
      }
    }
    return earliest;
  }
}
