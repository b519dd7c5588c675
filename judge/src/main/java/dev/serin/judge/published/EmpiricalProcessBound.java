package dev.serin.judge.published;

/// The band around a whole distribution at all times, by the law of the iterated logarithm (Howard
/// and Ramdas 2022, theorem 2); the time-uniform form of the Dvoretzky-Kiefer-Wolfowitz inequality
/// that Netflix's canaries use.
public final class EmpiricalProcessBound {
  /// The published factor before the root.
  public static final double DEFAULT_FACTOR = 0.85;

  private final double start;
  private final double factor;
  private final double constant;

  /// A band that counts from `start` observations on.
  ///
  /// @param alpha the probability that it is ever left, between 0 and 1
  /// @param start at least 1
  /// @param factor before the root, above the root of 1/2
  /// @throws IllegalArgumentException when a number is outside of its range
  public EmpiricalProcessBound(double alpha, double start, double factor) {
    if (!(alpha > 0 && alpha < 1 && start >= 1 && factor > StrictMath.sqrt(0.5))) {
      throw new IllegalArgumentException(
          "a band needs an alpha between 0 and 1, a start of at least 1 and a factor above 0.7071"
              + " but got "
              + alpha
              + ", "
              + start
              + " and "
              + factor);
    }
    this.start = start;
    this.factor = factor;
    double high = 10;
    while (leastError(high) > alpha) {
      high *= 2;
    }
    this.constant = Bisection.root(c -> alpha - leastError(c), 0, high);
  }

  /// How far the observed distribution function may be off, anywhere.
  ///
  /// @param t the number of observations
  /// @return infinite before the start
  public double at(double t) {
    return t < start
        ? Double.POSITIVE_INFINITY
        : factor * StrictMath.sqrt((StrictMath.log1p(StrictMath.log(t / start)) + constant) / t);
  }

  /// The least probability of leaving the band, over the growth of the epochs in the proof.
  private double leastError(double c) {
    double most =
        Bisection.root(
            eta -> StrictMath.sqrt(eta / 2) + StrictMath.sqrt(2 * (eta - 1) / c) - factor,
            1,
            2 * factor * factor);
    return error(c, Bisection.minimum(eta -> error(c, eta), 1, most));
  }

  private double error(double c, double eta) {
    double root = factor - StrictMath.sqrt(2 * (eta - 1) / c);
    double square = 2 / eta * root * root;
    return square <= 1
        ? Double.POSITIVE_INFINITY
        : 4 * StrictMath.exp(-square * c) * (1 + 1 / ((square - 1) * StrictMath.log(eta)));
  }
}
