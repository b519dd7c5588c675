package dev.serin.judge.published;

/// The polynomially stitched boundary of a sum over its intrinsic time (Howard, Ramdas, McAuliffe
/// and Sekhon 2021, theorem 1).
///
/// @param start the intrinsic time from which on it counts, positive
/// @param scale of the steps' tail; 0 for sub-Gaussian steps
/// @param exponent of the epochs' weights, above 1
/// @param ratio of one epoch's end to its start, above 1
public record StitchedBound(double start, double scale, double exponent, double ratio) {
  /// The published defaults: exponent 1.4, epochs that double.
  public static StitchedBound from(double start) {
    return new StitchedBound(start, 0, 1.4, 2);
  }

  /// @throws IllegalArgumentException when a number is outside of its range
  public StitchedBound {
    if (!(start > 0 && scale >= 0 && exponent > 1 && ratio > 1)) {
      throw new IllegalArgumentException(
          "a stitched bound needs a positive start, a scale of at least 0, and an exponent and a"
              + " ratio above 1 but got "
              + start
              + ", "
              + scale
              + ", "
              + exponent
              + " and "
              + ratio);
    }
  }

  /// The sum that is not exceeded at any time, but with probability `alpha`.
  ///
  /// @param v the intrinsic time
  public double at(double v, double alpha) {
    double time = Math.max(v, start);
    double level =
        exponent * StrictMath.log(StrictMath.log(ratio * time / start))
            + StrictMath.log(Zeta.of(exponent))
            - exponent * StrictMath.log(StrictMath.log(ratio))
            - StrictMath.log(alpha);
    double linear = linearFactor(ratio) * scale * level;
    double root = rootFactor(ratio);
    return StrictMath.sqrt(root * root * time * level + linear * linear) + linear;
  }

  /// The factor before the square root's part of the boundary.
  static double rootFactor(double ratio) {
    return (StrictMath.pow(ratio, 0.25) + StrictMath.pow(ratio, -0.25)) / StrictMath.sqrt(2);
  }

  /// The factor before the linear part of the boundary.
  static double linearFactor(double ratio) {
    return (StrictMath.sqrt(ratio) + 1) / 2;
  }
}
