package dev.serin.core.analysis;

import dev.serin.core.analysis.AnalysisRunner.Outcome;
import dev.serin.core.analysis.AnalysisRunner.Pass;
import dev.serin.core.analysis.AnalysisRunner.Prepared;
import dev.serin.core.analysis.AnalysisRunner.Task;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs and measurements for tests.
final class Runs {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Runs() {}

  static AnalysisRun run(Metric... metrics) {
    return AnalysisRun.of(
        "run", new AnalysisSpec(List.of(metrics), List.of(), List.of(), List.of()));
  }

  /// Measured once.
  static Metric once(String name) {
    return metric(name, null, null, Metric.Limits.DEFAULT);
  }

  /// Measured without end, and hardly ever failed.
  static Metric every(String name, String interval) {
    return metric(name, interval, null, new Metric.Limits("9", "9", "9", null));
  }

  static Metric metric(
      String name, @Nullable String interval, @Nullable String count, Metric.Limits limits) {
    ProviderConfig provider = new ProviderConfig("prometheus", Map.of("query", "up"));
    return new Metric(name, interval, null, count, "", "", limits, provider);
  }

  static Pass look(AnalysisRun run, Instant now) {
    return AnalysisRunner.pass(run, now, Set.of());
  }

  /// The run with a measurement that finished at `at`.
  static AnalysisRun measured(AnalysisRun run, Task task, AnalysisPhase phase, Instant at) {
    return recorded(run, task, new Measurement(phase, "", "", at, at, null, Map.of()));
  }

  /// The run with a measurement that is still under way at `at`.
  static AnalysisRun underWay(AnalysisRun run, Task task, Instant at, Instant resumeAt) {
    return recorded(
        run, task, new Measurement(AnalysisPhase.RUNNING, "", "", at, null, resumeAt, Map.of()));
  }

  static Prepared prepared(AnalysisRun run, Task task, Secrets secrets) {
    return switch (AnalysisRunner.prepare(run, task, secrets, "shop")) {
      case Checked.Valid<Prepared>(Prepared prepared) -> prepared;
      case Checked.Invalid<Prepared>(String why) -> throw new AssertionError(why);
    };
  }

  private static AnalysisRun recorded(AnalysisRun run, Task task, Measurement measurement) {
    Instant at =
        measurement.finishedAt() == null ? measurement.startedAt() : measurement.finishedAt();
    return AnalysisRunner.record(
        run,
        prepared(run, task, (_, _, _) -> Optional.empty()),
        new Outcome(measurement, Map.of(), at));
  }
}
