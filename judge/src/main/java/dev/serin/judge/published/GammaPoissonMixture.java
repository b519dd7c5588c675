package dev.serin.judge.published;

import dev.serin.judge.special.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/// The gamma mixture for sums with sub-Poisson steps; upwards only.
///
/// @param variance the intrinsic time at which it is tightest, positive
/// @param alpha the level at which it is tightest, below 1/2
/// @param scale the size of a step, positive
public record GammaPoissonMixture(double variance, double alpha, double scale) implements Mixture {
  @Override
  public double log(double s, double v) {
    double square = scale * scale;
    double prior = new Tuning(variance, alpha, Tuning.Sides.ONE).rho() / square;
    double rate = v / square + prior;
    double shape = s / scale + rate;
    return prior * StrictMath.log(prior)
        - LogGamma.of(prior)
        - StrictMath.log(RegularizedGamma.Q.value(prior, prior))
        + LogGamma.of(shape)
        + StrictMath.log(RegularizedGamma.Q.value(shape, rate))
        - shape * StrictMath.log(rate)
        + v / square;
  }
}
