package dev.serin.judge.published;

import dev.serin.judge.special.NormalTail;

/// The asymptotic confidence sequence of a mean (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas
/// 2021), as GrowthBook's safe rollouts use it.
///
/// @param alpha the probability that the truth is ever excluded, below 1/2
/// @param tightest the number of observations at which it is tightest, positive
public record AsymptoticSequence(double alpha, double tightest) {
  /// @throws IllegalArgumentException when a number is outside of its range
  public AsymptoticSequence {
    if (!(alpha > 0 && alpha < 0.5 && tightest > 0)) {
      throw new IllegalArgumentException(
          "alpha must be between 0 and 0.5 and the number of observations positive but are "
              + alpha
              + " and "
              + tightest);
    }
  }

  /// The mixture's scale for both directions.
  public double rhoTwoSided() {
    return rho(alpha);
  }

  /// The mixture's scale for one direction.
  public double rhoOneSided() {
    return rho(2 * alpha);
  }

  /// Half the width of the interval around the mean of `n` observations.
  ///
  /// @param deviation the observations' standard deviation
  public double halfWidthTwoSided(double n, double deviation) {
    double scale = 1 + n * rhoTwoSided() * rhoTwoSided();
    double log = StrictMath.log(StrictMath.sqrt(scale) / alpha);
    return deviation * StrictMath.sqrt(2 * scale * log) / (n * rhoTwoSided());
  }

  /// How far below the mean of `n` observations the lower bound is.
  ///
  /// @param deviation the observations' standard deviation
  public double halfWidthOneSided(double n, double deviation) {
    double scale = 1 + n * rhoOneSided() * rhoOneSided();
    double log = StrictMath.log1p(StrictMath.sqrt(scale) / (2 * alpha));
    return deviation * StrictMath.sqrt(2 * scale * log) / (n * rhoOneSided());
  }

  /// ln of the evidence against a mean of 0, in either direction.
  ///
  /// @param n the number of observations
  /// @param mean their mean
  /// @param deviation their standard deviation
  public double logTwoSided(double n, double mean, double deviation) {
    double square = rhoTwoSided() * rhoTwoSided();
    double sum = n * mean / deviation;
    double scale = 1 + n * square;
    return square * sum * sum / (2 * scale) - StrictMath.log(scale) / 2;
  }

  /// ln of the evidence against a mean of at most 0.
  ///
  /// @param n the number of observations
  /// @param mean their mean
  /// @param deviation their standard deviation
  public double logOneSided(double n, double mean, double deviation) {
    double square = rhoOneSided() * rhoOneSided();
    double sum = n * mean / deviation;
    double scale = 1 + n * square;
    return square * sum * sum / (2 * scale)
        - StrictMath.log(scale / 4) / 2
        + NormalTail.logProbability(rhoOneSided() * sum / StrictMath.sqrt(scale));
  }

  private double rho(double level) {
    double log = -2 * StrictMath.log(level);
    return StrictMath.sqrt((log + StrictMath.log1p(log)) / tightest);
  }
}
