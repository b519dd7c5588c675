package dev.serin.core.engine;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.AnalysisRunner;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.MetricResult;
import dev.serin.core.rollout.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What one look made of a rollout's analysis runs.
final class Measurements {
  private final List<AnalysisRunner.Pass> passes = new ArrayList<>();
  private final List<Transition> transitions = new ArrayList<>();

  /// Takes a pass in. The log tells of runs; what their metrics came to is kept with the run.
  void add(AnalysisRunner.Pass pass, Instant now) {
    passes.add(pass);
    AnalysisRun run = pass.run();
    String message = run.status().message() + figures(run);
    for (String event : pass.events().stream().filter(e -> e.startsWith("AnalysisRun")).toList()) {
      transitions.add(
          new Transition(
              now,
              event,
              "Analysis run " + run.name() + (message.isEmpty() ? "" : ": " + message)));
    }
  }

  /// The figures behind a run that ended badly: what was measured, and what was wanted. The message
  /// of a comparison has them already.
  private static String figures(AnalysisRun run) {
    StringBuilder figures = new StringBuilder();
    for (Metric metric : run.spec().metrics()) {
      run.result(metric.name())
          .filter(result -> result.phase().completed() && !result.dryRun())
          .filter(_ -> !metric.provider().compares())
          .filter(result -> result.phase() != AnalysisPhase.SUCCESSFUL)
          .ifPresent(result -> figures.append("; ").append(figures(metric, result)));
    }
    return figures.toString();
  }

  private static String figures(Metric metric, MetricResult result) {
    String measured =
        result.measurements().stream()
            .filter(m -> m.phase() == result.phase() && !m.value().isEmpty())
            .map(Measurement::value)
            .collect(Collectors.joining(", "));
    return metric.name()
        + " was "
        + (measured.isEmpty() ? "not measured" : measured)
        + (metric.successCondition().isEmpty() ? "" : ", wanted " + metric.successCondition())
        + (metric.failureCondition().isEmpty() ? "" : ", not wanted " + metric.failureCondition());
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
