package dev.serin.judge.published;

import dev.serin.judge.special.LogBeta;

/// The beta mixture for sums of steps of which each is at most `up` or `-down`. For a probability p
/// of n yes-no outcomes: `down` is p, `up` is 1-p, the sum is that of the outcomes less np, the
/// intrinsic time is np(1-p).
public final class BetaBinomialMixture implements Mixture {
  private static final double LEAST = 1e-3;

  private final double down;
  private final double up;
  private final double prior;
  private final double cut;
  private final double norm;

  /// A mixture for steps of two sizes.
  ///
  /// @param tuning where it is tightest
  /// @param down the size of a step downwards, positive
  /// @param up the size of a step upwards, positive
  /// @throws IllegalArgumentException when a size is not positive
  public BetaBinomialMixture(Tuning tuning, double down, double up) {
    if (!(down > 0 && up > 0)) {
      throw new IllegalArgumentException("steps must be positive but are " + down + " and " + up);
    }
    this.down = down;
    this.up = up;
    this.prior = Math.max(tuning.rho() - down * up, LEAST * down * up);
    this.cut = tuning.sides() == Tuning.Sides.ONE ? up / (down + up) : 1;
    this.norm = logIncomplete(0, 0);
  }

  /// The mixture that tests the probability `p`.
  ///
  /// @param observations at which it is tightest, positive
  /// @param p between 0 and 1
  static BetaBinomialMixture ofProbability(double p, double observations, double alpha) {
    var tuning = new Tuning(observations * p * (1 - p), alpha, Tuning.Sides.BOTH);
    return new BetaBinomialMixture(tuning, p, 1 - p);
  }

  /// ln of the mixture against a probability of which `successes` of `n` were seen; it needs not be
  /// a whole number.
  double logOfSuccesses(double successes, double n) {
    return log(successes - n * down, n * down * up);
  }

  @Override
  public double log(double s, double v) {
    double width = down + up;
    return v / (down * up) * StrictMath.log(width)
        - (v + up * s) / (up * width) * StrictMath.log(down)
        - (v - down * s) / (down * width) * StrictMath.log(up)
        + logIncomplete(s, v)
        - norm;
  }

  @Override
  public double largestSum(double v) {
    return v / down;
  }

  private double logIncomplete(double s, double v) {
    double a = (prior + Math.max(0, v - down * s)) / (down * (down + up));
    double b = (prior + Math.max(0, v + up * s)) / (up * (down + up));
    return LogBeta.of(a, b) + LogBeta.regularized(a, b, cut);
  }
}
