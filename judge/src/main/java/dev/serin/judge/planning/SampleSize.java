package dev.serin.judge.planning;

import dev.serin.judge.sequential.Tolerance;

/// How many requests Serin's own tests of failure counts take until their verdict, when a scenario
/// is true: the log evidence is taken for a sum of many small steps. Simulations come within 10 %,
/// and within 20 % where a handful of failures decides.
public final class SampleSize {
  /// What a test loses to not knowing the rates beforehand, in nats.
  private static final double REGRESSION_LOSS = 1;

  private static final double NON_INFERIORITY_LOSS = 0.5;

  private final double weight;
  private final FirstPassage passage;

  private SampleSize(Scenario truth, Tolerance margin, double height) {
    this.weight = truth.weight();
    double w = truth.weight();
    double bet = truth.canaryRate() / margin.limit(truth.baselineRate());
    double odds = w * margin.factor();
    double u = odds * bet + 1 - w;
    double logShift = StrictMath.log1p(odds * (bet - 1) / (odds + 1 - w));
    double logGain = StrictMath.log(bet) - logShift;
    double canary = w * truth.canaryRate();
    double baseline = (1 - w) * truth.baselineRate();
    double drift =
        canary * logGain - baseline * logShift - margin.absolute() * w * (1 - w) * (bet - 1) / u;
    double variance = canary * logGain * logGain + baseline * logShift * logShift;
    this.passage = new FirstPassage(drift, variance, height);
  }

  /// Until the canary is found to be worse.
  ///
  /// @param truth with a canary rate beyond the boundary
  /// @param alpha the probability of a false alarm, above 0 and below 1
  /// @throws IllegalArgumentException when the canary is not worse, or alpha is out of range
  public static SampleSize regression(Scenario truth, Tolerance margin, double alpha) {
    Risk.requireAlpha(alpha);
    if (!isWorse(truth, margin)) {
      throw new IllegalArgumentException(truth + " is not worse than " + margin);
    }
    return new SampleSize(truth, margin, REGRESSION_LOSS - StrictMath.log(alpha));
  }

  /// Until the canary is found to be not worse than the boundary.
  ///
  /// @param truth with a canary rate below the boundary
  /// @param alpha the probability of passing a canary that is worse, above 0 and below 1
  /// @throws IllegalArgumentException when the canary is not below it, or alpha is out of range
  public static SampleSize nonInferiority(Scenario truth, Tolerance margin, double alpha) {
    Risk.requireAlpha(alpha);
    if (!(truth.canaryRate() < margin.limit(truth.baselineRate()))) {
      throw new IllegalArgumentException(truth + " is not better than " + margin);
    }
    return new SampleSize(truth, margin, NON_INFERIORITY_LOSS - StrictMath.log(alpha));
  }

  /// Mean evidence in one request of either side, in nats.
  public double information() {
    return passage.drift();
  }

  /// Variance of the evidence in one request of either side.
  public double variance() {
    return passage.variance();
  }

  /// The mean number of the canary's requests until the verdict.
  public double meanCanaryRequests() {
    return weight * passage.mean();
  }

  /// The number of the canary's requests within which the verdict comes with probability `power`.
  ///
  /// @param power above 0 and below 1
  /// @throws IllegalArgumentException when it is not
  public double canaryRequests(double power) {
    if (!(power > 0 && power < 1)) {
      throw new IllegalArgumentException("power must be above 0 and below 1 but is " + power);
    }
    return weight * passage.within(power);
  }

  static boolean isWorse(Scenario truth, Tolerance margin) {
    double limit = margin.limit(truth.baselineRate());
    return limit > 0 && truth.canaryRate() > limit;
  }
}
