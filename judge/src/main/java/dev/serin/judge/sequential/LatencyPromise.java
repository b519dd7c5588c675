package dev.serin.judge.sequential;

/// What a canary's latency must keep to: at most a little more requests than in the baseline may be
/// slower than some factor times the baseline's quantile.
///
/// @param quantile of the baseline, between 0 and 1, such as 0.99
/// @param slower how many times slower the canary may be there, 1 or more
/// @param margin how much more frequent slow requests may be
public record LatencyPromise(double quantile, double slower, Tolerance margin) {
  /// @throws IllegalArgumentException when `quantile` or `slower` lies outside its range
  public LatencyPromise {
    if (!(quantile > 0 && quantile < 1)) {
      throw new IllegalArgumentException("a quantile must lie between 0 and 1, but is " + quantile);
    }
    if (!(slower >= 1) || Double.isInfinite(slower)) {
      throw new IllegalArgumentException("slower must be 1 or more, but is " + slower);
    }
  }
}
