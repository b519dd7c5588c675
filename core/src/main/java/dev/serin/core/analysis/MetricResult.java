package dev.serin.core.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the measurements of one metric have come to.
///
/// @param message of the measurement that last changed the phase; empty when it had none
/// @param dryRun true when it is shown but does not count for the run
/// @param count finished measurements other than errors
/// @param metadata what the provider tells about the metric, such as its query with all put in
/// @param measurements the latest, oldest first; only the last may be under way
public record MetricResult(
    String name,
    AnalysisPhase phase,
    String message,
    boolean dryRun,
    int count,
    int successful,
    int failed,
    int inconclusive,
    int error,
    int consecutiveError,
    int consecutiveSuccess,
    Map<String, String> metadata,
    List<Measurement> measurements) {
  /// Copies its collections.
  public MetricResult {
    metadata = Map.copyOf(metadata);
    measurements = List.copyOf(measurements);
  }

  static MetricResult first(String name, boolean dryRun, Map<String, String> metadata) {
    return new MetricResult(
        name, AnalysisPhase.RUNNING, "", dryRun, 0, 0, 0, 0, 0, 0, 0, metadata, List.of());
  }

  /// The measurement taken last, if any.
  public Optional<Measurement> last() {
    return measurements.isEmpty() ? Optional.empty() : Optional.of(measurements.getLast());
  }

  /// The measurement under way, if any.
  public Optional<Measurement> inFlight() {
    return last().filter(m -> m.finishedAt() == null);
  }

  /// This with only its last `limit` measurements; its counters stay.
  ///
  /// @param limit at least 0
  public MetricResult keepingLast(int limit) {
    int surplus = measurements.size() - limit;
    return surplus <= 0 ? this : with(measurements.subList(surplus, measurements.size()));
  }

  /// This with one more measurement, or with its measurement under way in its newest state.
  MetricResult plus(Measurement measurement) {
    List<Measurement> next = new ArrayList<>(measurements);
    if (inFlight().isPresent()) {
      next.removeLast();
    }
    next.add(measurement);
    return with(next).counting(measurement.phase());
  }

  MetricResult in(AnalysisPhase phase, String message) {
    return copy(phase, message, measurements);
  }

  private MetricResult with(List<Measurement> measurements) {
    return copy(phase, message, measurements);
  }

  private MetricResult copy(AnalysisPhase phase, String message, List<Measurement> measurements) {
    return new MetricResult(
        name,
        phase,
        message,
        dryRun,
        count,
        successful,
        failed,
        inconclusive,
        error,
        consecutiveError,
        consecutiveSuccess,
        metadata,
        measurements);
  }

  private MetricResult counting(AnalysisPhase ended) {
    return switch (ended) {
      case PENDING, RUNNING -> this;
      case SUCCESSFUL -> counting(1, 0, 0, 0);
      case FAILED -> counting(0, 1, 0, 0);
      case INCONCLUSIVE -> counting(0, 0, 1, 0);
      case ERROR -> counting(0, 0, 0, 1);
    };
  }

  private MetricResult counting(int success, int failure, int inconclusion, int fault) {
    return new MetricResult(
        name,
        phase,
        message,
        dryRun,
        count + success + failure + inconclusion,
        successful + success,
        failed + failure,
        inconclusive + inconclusion,
        error + fault,
        (consecutiveError + fault) * fault,
        (consecutiveSuccess + success) * success,
        metadata,
        measurements);
  }
}
