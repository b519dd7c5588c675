package dev.serin.core.analysis;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// One metric of an analysis, as the manifest writes it: each text may hold `{{args.name}}`.
///
/// @param interval Go duration between measurements, null when measured once
/// @param initialDelay Go duration before the first measurement; null for none
/// @param count how many measurements; null for one, or without end when there is an interval
/// @param successCondition an expression; empty for none
/// @param failureCondition an expression; empty for none
/// @param provider what is asked
public record Metric(
    String name,
    @Nullable String interval,
    @Nullable String initialDelay,
    @Nullable String count,
    String successCondition,
    String failureCondition,
    Limits limits,
    ProviderConfig provider) {

  /// What is wrong with `metrics`, one sentence each in Argo's words, first what Argo tells; empty
  /// when nothing is. A text with an argument not yet put in counts as no number.
  public static List<String> errors(List<Metric> metrics) {
    return MetricValidation.errors(metrics);
  }

  /// How many measurements it takes, errors not counted: `count`, else one, or without end (empty)
  /// when there is an interval. Its texts must have their arguments put in.
  public OptionalInt effectiveCount() {
    int said = Limits.number(count, 0);
    if (said != 0) {
      return OptionalInt.of(said);
    }
    return interval == null || interval.isEmpty() ? OptionalInt.of(1) : OptionalInt.empty();
  }

  /// How many measurements of a kind a metric bears; each null when the manifest does not say.
  ///
  /// @param failure Argo's `failureLimit`: 0 unless said, -1 is off
  /// @param inconclusive Argo's `inconclusiveLimit`: 0 unless said
  /// @param consecutiveError Argo's `consecutiveErrorLimit`: 4 unless said
  /// @param consecutiveSuccess Argo's `consecutiveSuccessLimit`: 0 (off) unless said
  public record Limits(
      @Nullable String failure,
      @Nullable String inconclusive,
      @Nullable String consecutiveError,
      @Nullable String consecutiveSuccess) {
    /// Argo's defaults.
    public static final Limits DEFAULT = new Limits(null, null, null, null);

    int failures() {
      return number(failure, 0);
    }

    int inconclusives() {
      return number(inconclusive, 0);
    }

    int consecutiveErrors() {
      return number(consecutiveError, 4);
    }

    int consecutiveSuccesses() {
      return number(consecutiveSuccess, 0);
    }

    /// As Kubernetes reads an `IntOrString`: a text that is not a number is 0.
    static int number(@Nullable String text, int unsaid) {
      if (text == null) {
        return unsaid;
      }
      return text.matches("[+-]?[0-9]{1,18}") ? (int) Long.parseLong(text) : 0;
    }
  }
}
