package dev.serin.core.analysis;

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
  }
}
