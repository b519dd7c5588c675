package dev.serin.judge.planning;

import dev.serin.judge.special.LogSum;
import dev.serin.judge.special.NormalTail;

/// When a sum of many small steps with a steady drift first reaches a height: its time has an
/// inverse Gaussian distribution (Schrödinger 1915; Wald 1947).
///
/// @param drift the mean of a step
/// @param variance of a step, positive
/// @param height to be reached, positive
record FirstPassage(double drift, double variance, double height) {
  private static final double CLOSE_ENOUGH = 1e-13;

  /// The mean number of steps; infinite when the drift does not lead there.
  double mean() {
    return drift > 0 ? height / drift : Double.POSITIVE_INFINITY;
  }

  /// The number of steps after which the height has been reached with probability `power`, which is
  /// above 0 and below 1; infinite when the drift does not lead there.
  double within(double power) {
    if (drift <= 0) {
      return Double.POSITIVE_INFINITY;
    }
    double target = StrictMath.log(power);
    double low = mean();
    while (logProbability(low) > target) {
      low /= 2;
    }
    double high = mean();
    while (logProbability(high) < target) {
      high *= 2;
    }
    while (high - low > CLOSE_ENOUGH * high) {
      double middle = (low + high) / 2;
      if (logProbability(middle) < target) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /// ln of the probability that the height has been reached after `steps`.
  private double logProbability(double steps) {
    double shape = height * height / variance;
    double root = StrictMath.sqrt(shape / steps);
    double means = steps / mean();
    return LogSum.of(
        NormalTail.logProbability(root * (means - 1)),
        2 * shape / mean() + NormalTail.logProbability(-root * (means + 1)));
  }
}
