package dev.serin.judge.sequential;

/// Checks of alpha, the chance of a wrong conclusion.
final class Level {
  private Level() {}

  /// ln(1/alpha).
  ///
  /// @throws IllegalArgumentException when `alpha` does not lie between 0 and 1
  static double threshold(double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha must lie between 0 and 1, but is " + alpha);
    }
    return -StrictMath.log(alpha);
  }
}
