package dev.serin.judge.kayenta;

import java.util.Optional;

/// The shift between two samples with its confidence interval: the large-sample interval of R's
/// `wilcox.test(conf.int = TRUE, exact = FALSE)`, found as Kayenta finds it.
///
/// The roots are exact to 1e-4 in the data's own unit. There is no exact test for small samples.
public final class MannWhitney {
  private final double quantile;

  /// @param quantile of the standard normal distribution below which half of what the interval may
  ///     miss lies; below 0, such as -1.96 for 95 % confidence
  public MannWhitney(double quantile) {
    if (!(quantile < 0)) {
      throw new IllegalArgumentException("quantile is " + quantile + ": give one below 0");
    }
    this.quantile = quantile;
  }

  /// How far the canary is shifted up against the baseline, in the data's unit.
  ///
  /// @param lower end of the interval; above `upper` on some heavily tied data
  /// @param estimate a shift at which the samples look alike
  public record Shift(double lower, double upper, double estimate) {}

  /// The shift of a canary against its baseline; empty when a shift ties all points of both.
  ///
  /// @param experiment the canary; not empty, without NaN
  /// @param control the baseline; not empty, without NaN
  public Optional<Shift> shift(Series experiment, Series control) {
    RankSum ranks = new RankSum(experiment, control);
    Search search = new Search(ranks, experiment, control);
    Shift shift = new Shift(search.bound(-quantile), search.bound(quantile), search.root(0));
    return search.tied ? Optional.empty() : Optional.of(shift);
  }

  /// The standardised statistic at a shift; NaN when all points are tied there.
  public static double statistic(Series experiment, Series control, double shift) {
    return new RankSum(experiment, control).standardised(shift);
  }

  private static final class Search {
    private final RankSum ranks;
    private final BrentRoot.End left;
    private final BrentRoot.End right;
    private boolean tied;

    Search(RankSum ranks, Series experiment, Series control) {
      this.ranks = ranks;
      double least = experiment.min() - control.max();
      double most = experiment.max() - control.min();
      this.left = new BrentRoot.End(least, standardised(least));
      this.right = new BrentRoot.End(most, standardised(most));
    }

    double bound(double target) {
      if (left.value() - target <= 0) {
        return left.at();
      }
      return right.value() - target >= 0 ? right.at() : root(target);
    }

    double root(double target) {
      return BrentRoot.between(
          new BrentRoot.End(left.at(), left.value() - target),
          new BrentRoot.End(right.at(), right.value() - target),
          shift -> standardised(shift) - target);
    }

    private double standardised(double shift) {
      double value = ranks.standardised(shift);
      tied |= Double.isNaN(value);
      return value;
    }
  }
}
