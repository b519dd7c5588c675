package dev.serin.judge.published;

/// The boundary for all quantiles at all times, tighter in the tails than
/// [EmpiricalProcessBound] (Howard and Ramdas 2022, theorem 3). In counts: divided by the number of
/// observations, it is how far the share below a quantile may be off.
///
/// @param start the number of observations from which on it counts, at least 1
/// @param spacing of the quantiles, in log odds, positive
/// @param exponent of the epochs' weights, above 1
/// @param ratio of one epoch's end to its start, above 1
public record DoubleStitchedBound(double start, double spacing, double exponent, double ratio) {
  /// The published defaults: spacing 0.5, exponent 1.4, epochs that double.
  public static DoubleStitchedBound from(double start) {
    return new DoubleStitchedBound(start, 0.5, 1.4, 2);
  }

  /// @throws IllegalArgumentException when a number is outside of its range
  public DoubleStitchedBound {
    if (!(start >= 1 && spacing > 0 && exponent > 1 && ratio > 1)) {
      throw new IllegalArgumentException(
          "a double stitched bound needs a start of at least 1, a positive spacing, and an exponent"
              + " and a ratio above 1 but got "
              + start
              + ", "
              + spacing
              + ", "
              + exponent
              + " and "
              + ratio);
    }
  }

  /// How many observations more or fewer than expected lie below the quantile `p`.
  ///
  /// @param p between 0 and 1
  /// @param t the number of observations
  /// @param alpha the probability that any of them is exceeded, between 0 and 1
  public double at(double p, double t, double alpha) {
    double time = Math.max(t, start);
    double odds = StrictMath.log(p / (1 - p));
    double near = nearer(p, odds, time);
    double variance = near * (1 - near);
    double level = level(odds, time, alpha);
    double linear = StitchedBound.linearFactor(ratio) * (1 - 2 * p) / 3 * level;
    double root = StitchedBound.rootFactor(ratio);
    return spacing * StrictMath.sqrt(ratio * time * variance / start)
        + StrictMath.sqrt(root * root * variance * time * level + linear * linear)
        + linear;
  }

  /// The neighbouring quantile of the grid, on the side of the median.
  private double nearer(double p, double odds, double time) {
    if (p >= 0.5) {
      return p;
    }
    double shifted = odds + 2 * spacing * StrictMath.sqrt(start * ratio / time);
    return Math.min(0.5, 1 / (1 + StrictMath.exp(-shifted)));
  }

  private double level(double odds, double time, double alpha) {
    double zeta = Zeta.of(exponent);
    double place = StrictMath.sqrt(time / start) * Math.abs(odds) / (2 * spacing) + 1;
    return exponent * StrictMath.log(StrictMath.log(ratio * time / start))
        + exponent * StrictMath.log(place)
        + StrictMath.log(2 * zeta * (2 * zeta + 1) / alpha)
        - exponent * StrictMath.log(StrictMath.log(ratio));
  }
}
