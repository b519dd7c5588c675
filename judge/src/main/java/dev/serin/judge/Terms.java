package dev.serin.judge;

import dev.serin.judge.sequential.Tolerance;
import java.util.List;

/// By what two sides are compared.
///
/// @param signal what is compared
/// @param alpha the chance of ever calling a canary worse that is not, above 0 and below 1
/// @param margin how much worse is still fine; `absolute` in failures per request, or in seconds of
///     latency; only `relative` counts for traffic and levels
/// @param minimumRequests the evidence that a promotion needs from the canary: requests; pairs of
///     blocks for a level; at least 1
/// @param dispersion how many failures come at once, 1 or more: E[m²]/E[m] of the number m of
///     failures that one cause (a session, a retried request) brings; 1 when they are independent
/// @param quantiles of a latency that have to be within the margin, each above 0 and below 1
public record Terms(
    Signal signal,
    double alpha,
    Tolerance margin,
    long minimumRequests,
    double dispersion,
    List<Double> quantiles) {
  /// Checks and copies.
  ///
  /// @throws IllegalArgumentException when a value is out of its range
  public Terms {
    quantiles = List.copyOf(quantiles);
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha must be above 0 and below 1, but is " + alpha);
    }
    if (minimumRequests < 1) {
      throw new IllegalArgumentException(
          "minimumRequests must be 1 or more, but is " + minimumRequests);
    }
    if (!(dispersion >= 1) || Double.isInfinite(dispersion)) {
      throw new IllegalArgumentException("dispersion must be 1 or more, but is " + dispersion);
    }
    for (double quantile : quantiles) {
      if (!(quantile > 0 && quantile < 1)) {
        throw new IllegalArgumentException(
            "a quantile must be above 0 and below 1, but is " + quantile);
      }
    }
  }

  /// The usual terms of a signal: alpha 1 %, 10 % margin (traffic 5 %, latency 10 % and 5 ms), 1
  /// 000 requests (9 pairs of blocks of a level), the median and the slowest 1 %.
  public static Terms of(Signal signal) {
    double relative = signal == Signal.TRAFFIC ? 0.05 : 0.1;
    double absolute = signal == Signal.LATENCY ? 0.005 : 0;
    long minimum = signal == Signal.SATURATION ? 9 : 1000;
    return new Terms(
        signal, 0.01, new Tolerance(relative, absolute), minimum, 1, List.of(0.5, 0.99));
  }

  /// These with another chance of a false alarm.
  public Terms with(double alpha) {
    return new Terms(signal, alpha, margin, minimumRequests, dispersion, quantiles);
  }
}
