package dev.serin.judge.planning;

/// How often a test may be wrong in each direction.
///
/// @param alpha the probability of a verdict that is not true, above 0 and below 1
/// @param power the probability of the verdict when it is true, above `alpha` and at most 1
public record Risk(double alpha, double power) {
  /// @throws IllegalArgumentException when a number is outside of its range
  public Risk {
    requireAlpha(alpha);
    if (!(power > alpha && power <= 1)) {
      throw new IllegalArgumentException(
          "power must be above alpha " + alpha + " and at most 1 but is " + power);
    }
  }

  static void requireAlpha(double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha must be above 0 and below 1 but is " + alpha);
    }
  }
}
