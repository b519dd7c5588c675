package dev.serin.judge.special;

/// The natural logarithm of the gamma function.
public final class LogGamma {
  private static final double HALF_LOG_TWO_PI = 0.9189385332046728;

  /// Coefficients of Stirling's series, B(2k) / (2k (2k-1)), from the highest power to the lowest.
  private static final double[] STIRLING = {
    1.0 / 156, -691.0 / 360_360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12
  };

  private LogGamma() {}

  /// ln Γ(x), to about 15 digits.
  ///
  /// @param x positive
  /// @throws IllegalArgumentException when `x` is not positive
  public static double of(double x) {
    if (!(x > 0)) {
      throw new IllegalArgumentException("log gamma needs x > 0 but got " + x);
    }
    return org.apache.commons.numbers.gamma.LogGamma.value(x);
  }

  /// What Stirling's formula lacks: ln Γ(x) - ((x - 1/2) ln x - x + ln(2π)/2), for x >= 10.
  static double beyondStirling(double x) {
    double square = 1 / (x * x);
    double sum = 0;
    for (double coefficient : STIRLING) {
      sum = sum * square + coefficient;
    }
    return sum / x;
  }

  /// ln(2π) / 2.
  static double halfLogTwoPi() {
    return HALF_LOG_TWO_PI;
  }
}
