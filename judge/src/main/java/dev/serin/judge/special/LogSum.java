package dev.serin.judge.special;

/// Logarithms of sums of numbers that are given by their logarithms.
public final class LogSum {
  private LogSum() {}

  /// ln(e^a + e^b).
  public static double of(double a, double b) {
    double most = Math.max(a, b);
    if (Double.isInfinite(most)) {
      return most;
    }
    return most + StrictMath.log1p(StrictMath.exp(Math.min(a, b) - most));
  }

  /// ln Σ e^v over all `values`, added up in their order.
  ///
  /// @return -infinity for no values at all
  public static double of(double[] values) {
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      most = Math.max(most, value);
    }
    if (Double.isInfinite(most)) {
      return most;
    }
    double sum = 0;
    for (double value : values) {
      sum += StrictMath.exp(value - most);
    }
    return most + StrictMath.log(sum);
  }
}
