package dev.serin.judge.sequential;

import dev.serin.judge.special.LogSum;
import java.util.Arrays;

/// One chance of a false alarm for all signals of a rollout: the weighted mean of their e-values,
/// valid however they depend on each other. Whenever a weighted Bonferroni correction alarms, so
/// does this. Promotion needs no correction: there all signals have to conclude.
public final class Family {
  private final double[] weights;

  /// @param weights one for each signal, over 0; they are scaled to add up to 1
  /// @throws IllegalArgumentException when there is none, or one is not over 0
  public Family(double... weights) {
    double sum = 0;
    for (double weight : weights) {
      if (!(weight > 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException(
            "weights must be over 0, but are " + Arrays.toString(weights));
      }
      sum += weight;
    }
    if (weights.length == 0) {
      throw new IllegalArgumentException("a family needs at least 1 signal, but has 0");
    }
    this.weights = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      this.weights[i] = weights[i] / sum;
    }
  }

  /// The part of `alpha` that signal `i` has to itself: also the alpha that its own test needs.
  public double alpha(int i, double alpha) {
    return alpha * weights[i];
  }

  /// ln of the mean of the e-values.
  ///
  /// @param logE each signal's ln e, in the order of the weights
  /// @throws IllegalArgumentException when there are not as many as weights
  public double logE(double... logE) {
    check(logE);
    double[] logs = new double[logE.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = StrictMath.log(weights[i]) + logE[i];
    }
    return LogSum.of(logs);
  }

  /// True when the family as a whole alarms at `alpha`.
  public boolean alarms(double alpha, double... logE) {
    return logE(logE) >= Level.threshold(alpha);
  }

  /// The signal that contributes most to the mean.
  public int top(double... logE) {
    check(logE);
    int top = 0;
    for (int i = 1; i < logE.length; i++) {
      if (StrictMath.log(weights[i]) + logE[i] > StrictMath.log(weights[top]) + logE[top]) {
        top = i;
      }
    }
    return top;
  }

  private void check(double[] logE) {
    if (logE.length != weights.length) {
      throw new IllegalArgumentException(
          "%d signals need as many values, but there are %d"
              .formatted(weights.length, logE.length));
    }
  }
}
