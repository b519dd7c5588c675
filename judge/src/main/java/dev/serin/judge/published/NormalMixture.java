package dev.serin.judge.published;

import dev.serin.judge.special.NormalTail;

/// The mixture over a normal distribution of bets, or over its upper half: Robbins's, for sums with
/// sub-Gaussian steps.
///
/// @param tuning where it is tightest
public record NormalMixture(Tuning tuning) implements Mixture {
  @Override
  public double log(double s, double v) {
    double rho = tuning.rho();
    double both = StrictMath.log(rho / (v + rho)) / 2 + s * s / (2 * (v + rho));
    return switch (tuning.sides()) {
      case BOTH -> both;
      case ONE ->
          both + StrictMath.log(2) + NormalTail.logProbability(s / StrictMath.sqrt(v + rho));
    };
  }
}
