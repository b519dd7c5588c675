package dev.serin.judge.published;

import dev.serin.judge.special.LogBeta;

/// The beta mixture that bets on more than a share only: the prior of [LindonMalek], cut off below
/// the null (Howard, Ramdas, McAuliffe and Sekhon 2021, the one-sided beta-binomial mixture).
///
/// @param share of the errors that the canary has under the null, between 0 and 1
/// @param a the prior's first parameter, positive
/// @param b the prior's second parameter, positive
public record OneSidedBeta(double share, double a, double b) {
  /// @throws IllegalArgumentException when a number is outside of its range
  public OneSidedBeta {
    if (!(share > 0 && share < 1 && a > 0 && b > 0)) {
      throw new IllegalArgumentException(
          "a share between 0 and 1 and positive parameters are needed but got "
              + share
              + ", "
              + a
              + ", "
              + b);
    }
  }

  /// ln of the evidence that the canary has more than its share of the errors.
  ///
  /// @param errors of both sides, at least 0
  /// @param canaryErrors of them, the canary's
  public double logE(long errors, long canaryErrors) {
    long rest = errors - canaryErrors;
    return logUpper(a + canaryErrors, b + rest)
        - logUpper(a, b)
        - canaryErrors * StrictMath.log(share)
        - rest * StrictMath.log1p(-share);
  }

  /// ln of the integral of t^(p-1) (1-t)^(q-1) from the share to 1.
  private double logUpper(double p, double q) {
    return LogBeta.of(p, q) + LogBeta.regularized(q, p, 1 - share);
  }
}
