package dev.serin.judge.published;

import java.util.Arrays;

/// The test that two samples have the same quantile, at any time (Howard and Ramdas 2022, theorem
/// 5).
///
/// @param quantile between 0 and 1
/// @param tightest the number of observations of a side at which it is tightest, positive
/// @param tuningAlpha the level that it is tuned for, between 0 and 1
public record QuantileEquality(double quantile, double tightest, double tuningAlpha) {
  /// ln of the evidence against equality: the least that both samples together have against any
  /// value as their common quantile.
  ///
  /// @param canary at least one observation, in any order
  /// @param baseline at least one observation, in any order
  public double log(double[] canary, double[] baseline) {
    var first = new Sample(canary);
    var second = new Sample(baseline);
    double least = Double.POSITIVE_INFINITY;
    for (double[] values : new double[][] {first.sorted, second.sorted}) {
      for (double value : values) {
        least = Math.min(least, first.against(value) + second.against(value));
      }
    }
    return least;
  }

  /// The p-value at any time: at most 1.
  public double p(double[] canary, double[] baseline) {
    return Math.min(1, StrictMath.exp(-log(canary, baseline)));
  }

  private final class Sample {
    private final double[] sorted;
    private final BetaBinomialMixture mixture;
    private final double likeliest;

    Sample(double[] values) {
      if (values.length == 0) {
        throw new IllegalArgumentException("a sample needs at least one observation");
      }
      this.sorted = values.clone();
      Arrays.sort(sorted);
      this.mixture = BetaBinomialMixture.ofProbability(quantile, tightest, tuningAlpha);
      int n = sorted.length;
      this.likeliest = Bisection.minimum(s -> mixture.logOfSuccesses(s, n), 0, n);
    }

    /// ln of the evidence against `value` as the quantile. Between the observations below it and
    /// those at or below it, the count that fits best is taken.
    double against(double value) {
      double count = Math.clamp(likeliest, below(value), upTo(value));
      return mixture.logOfSuccesses(count, sorted.length);
    }

    private int below(double value) {
      int low = 0;
      int high = sorted.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (sorted[middle] < value) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    private int upTo(double value) {
      return below(Math.nextUp(value));
    }
  }
}
