package dev.serin.judge.published;

/// Where a mixture is tightest.
///
/// @param variance the intrinsic time, positive
/// @param alpha the level, below 1, and below 1/2 for one side
/// @param sides whether both directions count
public record Tuning(double variance, double alpha, Sides sides) {
  /// Which deviations count.
  public enum Sides {
    /// Upwards only.
    ONE,
    /// Upwards and downwards.
    BOTH
  }

  /// @throws IllegalArgumentException when a number is outside of its range
  public Tuning {
    double most = sides == Sides.ONE ? 0.5 : 1;
    if (!(variance > 0 && alpha > 0 && alpha < most)) {
      throw new IllegalArgumentException(
          "variance must be positive and alpha between 0 and "
              + most
              + " but are "
              + variance
              + " and "
              + alpha);
    }
  }

  /// The mixture's scale (Howard, Ramdas, McAuliffe and Sekhon 2021, proposition 3).
  double rho() {
    double log = -2 * StrictMath.log(sides == Sides.ONE ? 2 * alpha : alpha);
    return variance / (log + StrictMath.log1p(log));
  }
}
