package dev.serin.judge.published;

import java.util.function.DoubleUnaryOperator;

/// The search for the place where a function changes its sign.
final class Bisection {
  private static final double CLOSE_ENOUGH = 1e-14;
  private static final double TINY = 1e-100;

  private Bisection() {}

  /// A place between two, at the first of which the function is negative and at the second of which
  /// it is not; to 1e-14 of the larger end.
  static double root(DoubleUnaryOperator function, double negative, double positive) {
    double below = negative;
    double above = positive;
    while (Math.abs(above - below)
        > CLOSE_ENOUGH * Math.max(TINY, Math.max(Math.abs(below), Math.abs(above)))) {
      double middle = (below + above) / 2;
      if (middle == below || middle == above) {
        break;
      }
      if (function.applyAsDouble(middle) < 0) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return (below + above) / 2;
  }

  /// The place of the minimum of a function that first falls and then grows, by golden section.
  static double minimum(DoubleUnaryOperator function, double from, double to) {
    double golden = (StrictMath.sqrt(5) - 1) / 2;
    double low = from;
    double high = to;
    double left = high - golden * (high - low);
    double right = low + golden * (high - low);
    double atLeft = function.applyAsDouble(left);
    double atRight = function.applyAsDouble(right);
    while (low < left && left < right && right < high) {
      if (atLeft <= atRight) {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - golden * (high - low);
        atLeft = function.applyAsDouble(left);
      } else {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + golden * (high - low);
        atRight = function.applyAsDouble(right);
      }
    }
    return (low + high) / 2;
  }
}
