package dev.serin.core.analysis;

import static dev.serin.core.analysis.AnalysisPhase.ERROR;
import static dev.serin.core.analysis.AnalysisPhase.FAILED;
import static dev.serin.core.analysis.AnalysisPhase.INCONCLUSIVE;
import static dev.serin.core.analysis.AnalysisPhase.PENDING;
import static dev.serin.core.analysis.AnalysisPhase.RUNNING;
import static dev.serin.core.analysis.AnalysisPhase.SUCCESSFUL;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What one metric is to be measured and judged by.
///
/// @param metric with its arguments put in
/// @param dryRun true when it is shown but does not count for the run
/// @param kept how many of its measurements are kept
record MetricTerms(Metric metric, boolean dryRun, int kept) {
  private static final Duration ERROR_RETRY = Duration.ofSeconds(10);

  /// A phase and what led to it.
  record Verdict(AnalysisPhase phase, String reason) {}

  String name() {
    return metric.name();
  }

  boolean compares() {
    return metric.provider().compares();
  }

  /// True when the first measurement waits for the run to have started a while ago.
  boolean isDelayed() {
    return metric.initialDelay() != null && !metric.initialDelay().isEmpty();
  }

  /// How long after the start of the run the first measurement is due; empty when that can not be
  /// told.
  Optional<Duration> delay() {
    return read(metric.initialDelay());
  }

  /// How long after the end of `last` the next measurement is due; empty when there is to be none.
  Optional<Duration> pauseAfter(Measurement last, int count) {
    OptionalInt enough = metric.effectiveCount();
    if (enough.isPresent() && count >= enough.getAsInt()) {
      return Optional.empty();
    }
    boolean retry =
        last.phase() == ERROR || metric.interval() == null || metric.interval().isEmpty();
    return retry ? Optional.of(ERROR_RETRY) : read(metric.interval());
  }

  /// The limit that `result` has gone over; empty when it keeps to all.
  Optional<Verdict> breach(MetricResult result) {
    int failures = metric.limits().failures();
    int inconclusives = metric.limits().inconclusives();
    int errors = metric.limits().consecutiveErrors();
    if (result.consecutiveError() > errors) {
      return Optional.of(
          new Verdict(
              ERROR,
              over(
                  "consecutiveErrors",
                  result.consecutiveError(),
                  "consecutiveErrorLimit",
                  errors)));
    }
    if (result.inconclusive() > inconclusives) {
      return Optional.of(
          new Verdict(
              INCONCLUSIVE,
              over("inconclusive", result.inconclusive(), "inconclusiveLimit", inconclusives)));
    }
    return failures < 0 || result.failed() <= failures
        ? Optional.empty()
        : Optional.of(
            new Verdict(FAILED, over("failed", result.failed(), "failureLimit", failures)));
  }

  /// The phase of the metric after its newest measurement.
  ///
  /// @param stopped true when no further measurement will be taken
  AnalysisPhase phase(MetricResult result, boolean stopped) {
    if (result.phase().completed()) {
      return result.phase();
    }
    Optional<Measurement> last = result.last();
    if (last.isEmpty()) {
      return stopped ? SUCCESSFUL : PENDING;
    }
    if (!last.get().phase().completed()) {
      return RUNNING;
    }
    return breach(result).map(Verdict::phase).orElseGet(() -> withinLimits(result, stopped));
  }

  private AnalysisPhase withinLimits(MetricResult result, boolean stopped) {
    int successes = metric.limits().consecutiveSuccesses();
    if (successes > 0 && result.consecutiveSuccess() >= successes) {
      return SUCCESSFUL;
    }
    OptionalInt enough = metric.effectiveCount();
    if (enough.isPresent() && result.count() >= enough.getAsInt()) {
      if (successes <= 0) {
        return SUCCESSFUL;
      }
      return metric.limits().failures() >= 0 ? INCONCLUSIVE : FAILED;
    }
    return stopped ? SUCCESSFUL : RUNNING;
  }

  private static String over(String counter, int count, String limit, int bound) {
    return "%s (%d) > %s (%d)".formatted(counter, count, limit, bound);
  }

  private static Optional<Duration> read(@Nullable String text) {
    return switch (GoDuration.interval(text == null ? "" : text)) {
      case Checked.Valid<Duration>(Duration time) -> Optional.of(time);
      case Checked.Invalid<Duration> _ -> Optional.empty();
    };
  }
}
