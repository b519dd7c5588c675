package dev.serin.server.api;

import dev.serin.core.analysis.Accumulator;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.MetricResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An analysis run.
record RunView(
    String name,
    String phase,
    String message,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    List<MetricView> metrics) {
  static RunView of(AnalysisRun run) {
    return new RunView(
        run.name(),
        run.status().phase().word(),
        run.status().message(),
        run.status().startedAt(),
        run.status().completedAt(),
        run.metrics().stream().map(metric -> MetricView.of(run, metric)).toList());
  }

  /// A metric of a run.
  ///
  /// @param kind which provider answers it, such as `prometheus`
  /// @param value of the latest measurement; empty before the first
  /// @param count finished measurements other than errors
  /// @param evidence how much of what a promotion needs is there, 0 to 1; null when it does not
  ///     compare
  /// @param details what the provider tells
  record MetricView(
      String name,
      String kind,
      String phase,
      String value,
      String message,
      int count,
      int successful,
      int failed,
      int inconclusive,
      int error,
      @Nullable Double evidence,
      Map<String, String> details) {
    static MetricView of(AnalysisRun run, Metric metric) {
      Optional<MetricResult> found = run.result(metric.name());
      @Nullable Double evidence = evidence(run, metric);
      String kind = metric.provider().kind();
      return found
          .map(result -> of(result, kind, evidence))
          .orElseGet(
              () ->
                  new MetricView(
                      metric.name(), kind, "Pending", "", "", 0, 0, 0, 0, 0, evidence, Map.of()));
    }

    private static MetricView of(MetricResult result, String kind, @Nullable Double evidence) {
      Optional<Measurement> last = result.last();
      Map<String, String> details = new TreeMap<>(result.metadata());
      last.ifPresent(measurement -> details.putAll(measurement.metadata()));
      return new MetricView(
          result.name(),
          kind,
          result.phase().word(),
          last.map(Measurement::value).orElse(""),
          last.map(Measurement::message)
              .filter(message -> !message.isEmpty())
              .orElse(result.message()),
          result.count(),
          result.successful(),
          result.failed(),
          result.inconclusive(),
          result.error(),
          evidence,
          details);
    }

    private static @Nullable Double evidence(AnalysisRun run, Metric metric) {
      if (!metric.provider().compares()) {
        return null;
      }
      Accumulator gathered = run.accumulators().get(metric.name());
      return gathered == null ? 0 : gathered.evidence();
    }
  }
}
