package dev.serin.judge.special;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.Erfcx;
import org.apache.commons.numbers.gamma.InverseErfc;

/// The standard normal distribution: the logarithm of its probabilities, and its quantiles.
public final class NormalTail {
  private static final double SQRT_TWO = 1.4142135623730951;
  private static final double LOG_TWO = 0.6931471805599453;

  private NormalTail() {}

  /// ln Φ(z), also where Φ(z) itself is too small for a double.
  ///
  /// @return NaN when `z` is
  public static double logProbability(double z) {
    if (z < -1) {
      return StrictMath.log(Erfcx.value(-z / SQRT_TWO)) - LOG_TWO - z * z / 2;
    }
    return StrictMath.log1p(-Erfc.value(z / SQRT_TWO) / 2);
  }

  /// Φ⁻¹(u): the value that a standard normal variable stays below with probability `u`.
  ///
  /// @param u from 0 to 1
  /// @return infinite at 0 and at 1
  /// @throws IllegalArgumentException when `u` is no probability
  public static double quantile(double u) {
    if (!(u >= 0 && u <= 1)) {
      throw new IllegalArgumentException("a quantile needs a probability from 0 to 1 but got " + u);
    }
    return u == 0.5 ? 0 : -SQRT_TWO * InverseErfc.value(2 * u);
  }
}
