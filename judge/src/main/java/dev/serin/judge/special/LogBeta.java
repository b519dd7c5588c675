package dev.serin.judge.special;

/// Logarithms of the beta function and of its incomplete, regularized form.
public final class LogBeta {
  /// From here on Stirling's series is exact to the last digit or two.
  private static final double LARGE = 10;

  private static final double TINY = 1e-300;
  private static final double CLOSE_ENOUGH = 0x1p-52;
  private static final int MOST_TERMS = 1_000_000;

  private LogBeta() {}

  /// ln B(a, b) = ln Γ(a) + ln Γ(b) - ln Γ(a+b), without cancellation for large arguments.
  ///
  /// @param a positive
  /// @param b positive
  /// @throws IllegalArgumentException when an argument is not positive
  public static double of(double a, double b) {
    requirePositive(a, b);
    return org.apache.commons.numbers.gamma.LogBeta.value(a, b);
  }

  /// ln I_x(a, b): the logarithm of the probability that a Beta(a, b) variable is at most `x`, also
  /// where the probability itself is too small for a double. Exact to about 1e-12 for a and b up to
  /// 1e7: continued fraction of Didonato and Morris 1992, factor in front of it by the saddle point
  /// (Loader 2000).
  ///
  /// @param a positive
  /// @param b positive
  /// @param x from 0 to 1
  /// @return from -infinity to 0
  /// @throws IllegalArgumentException when an argument is outside of its range
  public static double regularized(double a, double b, double x) {
    requirePositive(a, b);
    if (!(x >= 0 && x <= 1)) {
      throw new IllegalArgumentException("I_x(a, b) needs x from 0 to 1 but got " + x);
    }
    if (x == 0 || x == 1) {
      return x == 0 ? Double.NEGATIVE_INFINITY : 0;
    }
    double front = logPower(a, b, x);
    double belowMean = belowMean(a, b, x);
    if (x <= (a + 1) / (a + b + 2)) {
      return Math.min(0, front - StrictMath.log(fraction(a, b, x, belowMean)));
    }
    double above = front - StrictMath.log(fraction(b, a, 1 - x, -belowMean));
    return logOneMinusExp(Math.min(0, above));
  }

  /// a - (a+b) x, from the end of which `x` is closer to: there the products are small.
  private static double belowMean(double a, double b, double x) {
    return x < 0.5 ? Math.fma(-(a + b), x, a) : Math.fma(a, 1 - x, -b * x);
  }

  /// ln(1 - e^y), for y <= 0.
  private static double logOneMinusExp(double y) {
    return y > -0.7 ? StrictMath.log(-StrictMath.expm1(y)) : StrictMath.log1p(-StrictMath.exp(y));
  }

  /// ln( x^a (1-x)^b / B(a, b) ).
  private static double logPower(double a, double b, double x) {
    if (Math.min(a, b) < LARGE) {
      return a * StrictMath.log(x) + b * StrictMath.log1p(-x) - of(a, b);
    }
    double n = a + b;
    return 0.5 * StrictMath.log(a / n * b)
        - LogGamma.halfLogTwoPi()
        + LogGamma.beyondStirling(n)
        - LogGamma.beyondStirling(a)
        - LogGamma.beyondStirling(b)
        - deviance(a, n * x)
        - deviance(b, n * (1 - x));
  }

  /// k ln(k/m) + m - k, without cancellation where k is close to m.
  private static double deviance(double k, double m) {
    double v = (k - m) / (k + m);
    if (Math.abs(v) >= 0.1) {
      return k * StrictMath.log(k / m) + m - k;
    }
    double sum = (k - m) * v;
    double power = 2 * k * v;
    double square = v * v;
    for (int j = 3; ; j += 2) {
      power *= square;
      double next = sum + power / j;
      if (next == sum) {
        return next;
      }
      sum = next;
    }
  }

  /// The continued fraction by which x^a (1-x)^b / B(a, b) is divided, for x below the mean.
  ///
  /// @param belowMean a - (a+b) x, which decides how fast it converges
  private static double fraction(double a, double b, double x, double belowMean) {
    double f = a * (belowMean + 1) / (a + 1);
    double c = f;
    double d = 0;
    for (int m = 1; m < MOST_TERMS; m++) {
      double step = m * (b - m) * x;
      double last = a + 2.0 * m - 1;
      double numerator = (a + m - 1) / last * ((a + b + m - 1) / last) * step * x;
      double denominator =
          m + step / last + (a + m) * (belowMean + 1 + m * (2 - x)) / (a + 2.0 * m + 1);
      d = 1 / nonZero(denominator + numerator * d);
      c = nonZero(denominator + numerator / c);
      double factor = c * d;
      f *= factor;
      if (Math.abs(factor - 1) <= CLOSE_ENOUGH) {
        return f;
      }
    }
    throw new ArithmeticException(
        "I_x(a, b) does not converge at a=" + a + ", b=" + b + ", x=" + x);
  }

  private static double nonZero(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }

  private static void requirePositive(double a, double b) {
    if (!(a > 0 && b > 0)) {
      throw new IllegalArgumentException(
          "the beta function needs a > 0 and b > 0 but got a=" + a + ", b=" + b);
    }
  }
}
