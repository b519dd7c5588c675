package dev.serin.judge.published;

import dev.serin.judge.sequential.Interval;
import dev.serin.judge.special.LogBeta;
import dev.serin.judge.special.LogGamma;
import java.util.function.DoubleUnaryOperator;

/// The Dirichlet-multinomial test that counts of events are split as the traffic is (Lindon and
/// Malek 2022): a Bayes factor, which may be looked at at any time.
public final class LindonMalek {
  /// What the authors publish as the default concentration of the prior.
  public static final double DEFAULT_CONCENTRATION = 100;

  private final double[] assignment;
  private final double concentration;

  /// A test against a split.
  ///
  /// @param concentration of the prior around the assignment, positive
  /// @param assignment the share of each arm, positive and summing up to 1; at least two
  /// @throws IllegalArgumentException when a number is outside of its range
  public LindonMalek(double concentration, double... assignment) {
    if (!(concentration > 0)) {
      throw new IllegalArgumentException(
          "the prior's concentration must be positive but is " + concentration);
    }
    double sum = 0;
    for (double share : assignment) {
      sum += share > 0 ? share : Double.NaN;
    }
    if (assignment.length < 2 || !(Math.abs(sum - 1) < 1e-9)) {
      throw new IllegalArgumentException(
          "the shares of at least two arms must be positive and sum up to 1");
    }
    this.assignment = assignment.clone();
    this.concentration = concentration;
  }

  /// ln of the Bayes factor against the assignment.
  ///
  /// @param counts of each arm's events so far, at least 0
  /// @throws IllegalArgumentException when there are not as many as arms
  public double logBayesFactor(long... counts) {
    return logFactor(assignment, counts);
  }

  /// The p-value at any time: at most 1.
  public double sequentialP(long... counts) {
    return Math.min(1, StrictMath.exp(-logBayesFactor(counts)));
  }

  /// The first arm's shares of the events that are not excluded, for two arms.
  ///
  /// @param alpha the probability that the truth is ever excluded, between 0 and 1
  /// @throws IllegalArgumentException when there are more arms
  public Interval share(double alpha, long first, long second) {
    return new Interval(
        leastShare(alpha, 0, first, second), 1 - leastShare(alpha, 1, first, second));
  }

  /// The ratios of the first arm's rate of events to the second's that are not excluded.
  ///
  /// @param alpha the probability that the truth is ever excluded, between 0 and 1
  /// @throws IllegalArgumentException when there are more arms
  public Interval rateRatio(double alpha, long first, long second) {
    double lower = leastShare(alpha, 0, first, second);
    double rest = leastShare(alpha, 1, first, second);
    double odds = assignment[1] / assignment[0];
    return new Interval(
        odds * lower / (1 - lower),
        rest == 0 ? Double.POSITIVE_INFINITY : odds * (1 - rest) / rest);
  }

  /// The least share of an arm that is not excluded. The upper end of one arm's share is found as
  /// the lower end of the other's, which keeps its digits close to 0.
  private double leastShare(double alpha, int arm, long first, long second) {
    if (assignment.length != 2) {
      throw new IllegalArgumentException(
          "a share needs two arms but there are " + assignment.length);
    }
    long own = arm == 0 ? first : second;
    if (own == 0) {
      return 0;
    }
    DoubleUnaryOperator beyond =
        share -> {
          double[] shares =
              arm == 0 ? new double[] {share, 1 - share} : new double[] {1 - share, share};
          return logFactor(shares, first, second) + StrictMath.log(alpha);
        };
    return Bisection.root(beyond, (double) own / (first + second), 0);
  }

  private double logFactor(double[] shares, long... counts) {
    if (counts.length != assignment.length) {
      throw new IllegalArgumentException(
          assignment.length + " arms need as many counts but got " + counts.length);
    }
    if (counts.length == 2) {
      return logFactorOfTwo(shares, counts);
    }
    double sum = LogGamma.of(concentration);
    double total = concentration;
    for (int i = 0; i < counts.length; i++) {
      double prior = concentration * assignment[i];
      sum += LogGamma.of(prior + counts[i]) - LogGamma.of(prior) - surprise(counts[i], shares[i]);
      total += counts[i];
    }
    return sum - LogGamma.of(total);
  }

  private double logFactorOfTwo(double[] shares, long[] counts) {
    double first = concentration * assignment[0];
    double second = concentration * assignment[1];
    return LogBeta.of(first + counts[0], second + counts[1])
        - LogBeta.of(first, second)
        - surprise(counts[0], shares[0])
        - surprise(counts[1], shares[1]);
  }

  private static double surprise(long count, double share) {
    return count == 0 ? 0 : count * StrictMath.log(share);
  }
}
