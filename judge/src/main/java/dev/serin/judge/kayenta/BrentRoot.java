package dev.serin.judge.kayenta;

import java.util.function.DoubleUnaryOperator;

/// Brent's root finder (1973) in the form of R's `uniroot`, to an absolute 1e-4 and at most 1001
/// rounds.
///
/// On a step function the result depends on every step of the search, so this follows it to the
/// letter.
final class BrentRoot {
  private static final double RELATIVE = 2.220446049250313e-16;
  private static final double ABSOLUTE = 1e-4;
  private static final int MOST_ROUNDS = 1001;

  private final DoubleUnaryOperator function;
  private double previous;
  private double best;
  private double opposite;
  private double previousValue;
  private double bestValue;
  private double oppositeValue;

  private BrentRoot(DoubleUnaryOperator function) {
    this.function = function;
  }

  /// A point and the function's value there.
  record End(double at, double value) {}

  /// A root between two ends; one of the ends when the function is 0 there.
  static double between(End left, End right, DoubleUnaryOperator function) {
    if (isZero(left.value())) {
      return left.at();
    }
    if (isZero(right.value())) {
      return right.at();
    }
    BrentRoot search = new BrentRoot(function);
    search.previous = left.at();
    search.previousValue = left.value();
    search.best = right.at();
    search.bestValue = right.value();
    search.opposite = left.at();
    search.oppositeValue = left.value();
    return search.run();
  }

  private double run() {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double last = best - previous;
      if (Math.abs(oppositeValue) < Math.abs(bestValue)) {
        swap();
      }
      double tolerance = 2 * RELATIVE * Math.abs(best) + ABSOLUTE / 2;
      double half = (opposite - best) / 2;
      if (Math.abs(half) <= tolerance || isZero(bestValue)) {
        return best;
      }
      move(atLeast(tolerance, step(last, half, tolerance)));
    }
    return best;
  }

  private void swap() {
    previous = best;
    best = opposite;
    opposite = previous;
    previousValue = bestValue;
    bestValue = oppositeValue;
    oppositeValue = previousValue;
  }

  /// The step by interpolation where that is safe, else half of what is left.
  private double step(double last, double half, double tolerance) {
    if (!(Math.abs(last) >= tolerance && Math.abs(previousValue) > Math.abs(bestValue))) {
      return half;
    }
    double width = opposite - best;
    double numerator;
    double denominator;
    double toPrevious = bestValue / previousValue;
    if (previous == opposite) {
      numerator = width * toPrevious;
      denominator = 1 - toPrevious;
    } else {
      double ends = previousValue / oppositeValue;
      double toOpposite = bestValue / oppositeValue;
      numerator =
          toPrevious * (width * ends * (ends - toOpposite) - (best - previous) * (toOpposite - 1));
      denominator = (ends - 1) * (toOpposite - 1) * (toPrevious - 1);
    }
    if (numerator > 0) {
      denominator = -denominator;
    } else {
      numerator = -numerator;
    }
    boolean inside = numerator < 0.75 * width * denominator - Math.abs(tolerance * denominator) / 2;
    boolean shrinking = numerator < Math.abs(last * denominator / 2);
    return inside && shrinking ? numerator / denominator : half;
  }

  private static double atLeast(double tolerance, double step) {
    if (Math.abs(step) < tolerance) {
      return step > 0 ? tolerance : -tolerance;
    }
    return step;
  }

  private void move(double step) {
    previous = best;
    previousValue = bestValue;
    best += step;
    bestValue = function.applyAsDouble(best);
    if ((bestValue > 0 && oppositeValue > 0) || (bestValue < 0 && oppositeValue < 0)) {
      opposite = previous;
      oppositeValue = previousValue;
    }
  }

  /// Within one step of the floating point grid.
  private static boolean isZero(double value) {
    return Math.abs(value) <= Double.MIN_VALUE;
  }
}
