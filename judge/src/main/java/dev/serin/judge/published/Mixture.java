package dev.serin.judge.published;

/// A mixture of exponential supermartingales of a sum and its intrinsic time (Howard, Ramdas,
/// McAuliffe and Sekhon 2021).
public sealed interface Mixture
    permits NormalMixture, GammaExponentialMixture, GammaPoissonMixture, BetaBinomialMixture {
  /// ln of the mixture, for the sum `s` at the intrinsic time `v`.
  double log(double s, double v);

  /// The largest sum there can be at `v`; infinite when there is none.
  default double largestSum(double v) {
    return Double.POSITIVE_INFINITY;
  }

  /// The sum that is not exceeded at any time, but with probability `alpha`.
  ///
  /// @param v the intrinsic time, positive
  /// @param alpha between 0 and 1
  default double bound(double v, double alpha) {
    double threshold = -StrictMath.log(alpha);
    double high = largestSum(v);
    if (Double.isInfinite(high)) {
      high = v;
      while (log(high, v) <= threshold) {
        high *= 2;
      }
    } else if (log(high, v) < threshold) {
      return high;
    }
    return Bisection.root(s -> log(s, v) - threshold, 0, high);
  }
}
