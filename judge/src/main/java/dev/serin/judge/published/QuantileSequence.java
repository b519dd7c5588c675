package dev.serin.judge.published;

/// The confidence sequence of one quantile: which order statistics bound it, at any time (Howard
/// and Ramdas 2022, theorem 1, with the beta-binomial mixture).
///
/// @param quantile between 0 and 1
/// @param tightest the number of observations at which it is tightest, positive
/// @param tuningAlpha the level that it is tuned for, between 0 and 1
public record QuantileSequence(double quantile, double tightest, double tuningAlpha) {
  /// How many of the observations may lie at or below the quantile.
  ///
  /// @param least not excluded; the quantile is at least this order statistic (no bound at 0)
  /// @param most not excluded; the quantile is at most the next order statistic (no bound at n)
  public record Counts(long least, long most) {}

  /// The counts that are not excluded after `n` observations.
  ///
  /// @param alpha the probability that the truth is ever excluded, between 0 and 1
  /// @throws IllegalArgumentException when `n` is not positive
  public Counts after(long n, double alpha) {
    if (n < 1) {
      throw new IllegalArgumentException("at least one observation is needed but there are " + n);
    }
    double threshold = -StrictMath.log(alpha);
    long middle = Math.round(quantile * n);
    return new Counts(farthest(n, middle, 0, threshold), farthest(n, middle, n, threshold));
  }

  /// ln of the evidence against the quantile when `below` of `n` lie at or below it.
  public double log(long below, long n) {
    return mixture().logOfSuccesses((double) below, (double) n);
  }

  /// The count closest to `end` that is not excluded.
  private long farthest(long n, long middle, long end, double threshold) {
    if (log(end, n) < threshold) {
      return end;
    }
    long kept = middle;
    long excluded = end;
    while (Math.abs(kept - excluded) > 1) {
      long between = (kept + excluded) / 2;
      if (log(between, n) < threshold) {
        kept = between;
      } else {
        excluded = between;
      }
    }
    return kept;
  }

  private BetaBinomialMixture mixture() {
    return BetaBinomialMixture.ofProbability(quantile, tightest, tuningAlpha);
  }
}
