package dev.serin.judge.published;

import dev.serin.judge.sequential.Interval;

/// The confidence sequence of one probability, by two-sided beta-binomial mixtures (Howard, Ramdas,
/// McAuliffe and Sekhon 2021).
///
/// @param alpha the probability that the truth is ever excluded, between 0 and 1
/// @param tightest the number of observations at which it is tightest, positive
/// @param tuningAlpha the level that it is tuned for, between 0 and 1
public record BernoulliSequence(double alpha, double tightest, double tuningAlpha) {
  /// The probabilities that are not excluded.
  ///
  /// @param successes from 0 to `n`
  /// @param n the number of observations, at least 1
  public Interval of(double successes, double n) {
    double share = successes / n;
    double lower = successes == 0 ? 0 : Bisection.root(p -> beyond(p, successes, n), share, 0);
    double rest =
        successes == n ? 0 : Bisection.root(q -> beyond(q, n - successes, n), 1 - share, 0);
    return new Interval(lower, 1 - rest);
  }

  private double beyond(double p, double successes, double n) {
    return BetaBinomialMixture.ofProbability(p, tightest, tuningAlpha).logOfSuccesses(successes, n)
        + StrictMath.log(alpha);
  }
}
