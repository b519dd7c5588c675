package dev.serin.judge.sequential;

import java.util.function.DoubleUnaryOperator;

/// Zeros of monotone functions: false position that halves a stuck side (Illinois), with a
/// bisection whenever that does not shrink the bracket enough.
final class Root {
  private static final int MOST_STEPS = 200;

  private Root() {}

  /// Where `f` changes its sign.
  ///
  /// @param f its values at both ends have different signs
  /// @param precision absolute
  static double between(double from, double to, double precision, DoubleUnaryOperator f) {
    double a = from;
    double b = to;
    double atA = f.applyAsDouble(a);
    double atB = f.applyAsDouble(b);
    for (int step = 0; step < MOST_STEPS && Math.abs(b - a) > precision; step++) {
      double c = step % 3 == 2 ? (a + b) / 2 : b - atB * (b - a) / (atB - atA);
      if (!(c > Math.min(a, b) && c < Math.max(a, b))) {
        c = (a + b) / 2;
      }
      double atC = f.applyAsDouble(c);
      if (atC == 0) {
        return c;
      }
      if (atC > 0 == atB > 0) {
        atA /= 2;
      } else {
        a = b;
        atA = atB;
      }
      b = c;
      atB = atC;
    }
    return (a + b) / 2;
  }
}
