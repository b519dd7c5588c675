package dev.serin.judge;

import dev.serin.judge.sequential.Interval;
import org.jspecify.annotations.Nullable;

/// One figure of both sides.
///
/// @param what such as `error rate` or `p99`
/// @param unit of both
/// @param canary NaN when there is none
/// @param baseline NaN when there is none
/// @param ratio where canary / baseline lies; null when it is not worked out. It holds at every
///     moment at once, with a confidence of 1 - alpha
/// @param difference where canary - baseline lies, likewise
public record Estimate(
    String what,
    Unit unit,
    double canary,
    double baseline,
    @Nullable Interval ratio,
    @Nullable Interval difference) {
  /// What a figure is counted in.
  public enum Unit {
    /// A share, 0 to 1.
    SHARE,
    /// Seconds.
    SECONDS,
    /// Whatever the source counts in.
    LEVEL
  }
}
