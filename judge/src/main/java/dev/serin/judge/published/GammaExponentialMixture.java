package dev.serin.judge.published;

import dev.serin.judge.special.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/// The gamma mixture for sums with sub-exponential steps; upwards only.
///
/// @param variance the intrinsic time at which it is tightest, positive
/// @param alpha the level at which it is tightest, below 1/2
/// @param scale of the steps' tail, positive
public record GammaExponentialMixture(double variance, double alpha, double scale)
    implements Mixture {
  @Override
  public double log(double s, double v) {
    double square = scale * scale;
    double prior = new Tuning(variance, alpha, Tuning.Sides.ONE).rho() / square;
    double shape = v / square + prior;
    double sum = s / scale + v / square;
    return prior * StrictMath.log(prior)
        - LogGamma.of(prior)
        - StrictMath.log(RegularizedGamma.P.value(prior, prior))
        + LogGamma.of(shape)
        + StrictMath.log(RegularizedGamma.P.value(shape, sum + prior))
        - shape * StrictMath.log(sum + prior)
        + sum;
  }
}
