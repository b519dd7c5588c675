package dev.serin.judge.planning;

/// What is taken to be true: how the traffic is split, and how often each side fails.
///
/// @param weight the canary's share of all requests, between 0 and 1
/// @param baselineRate the baseline's failures per request, above 0 and below 1
/// @param canaryRate the canary's failures per request, above 0 and at most 1
public record Scenario(double weight, double baselineRate, double canaryRate) {
  /// @throws IllegalArgumentException when a number is outside of its range
  public Scenario {
    requireWeight(weight);
    if (!(baselineRate > 0 && baselineRate < 1)) {
      throw new IllegalArgumentException(
          "the baseline's rate must be above 0 and below 1 but is " + baselineRate);
    }
    if (!(canaryRate > 0 && canaryRate <= 1)) {
      throw new IllegalArgumentException(
          "the canary's rate must be above 0 and at most 1 but is " + canaryRate);
    }
  }

  /// Both sides fail equally often.
  ///
  /// @throws IllegalArgumentException when a number is outside of its range
  public static Scenario equal(double weight, double rate) {
    return new Scenario(weight, rate, rate);
  }

  static void requireWeight(double weight) {
    if (!(weight > 0 && weight < 1)) {
      throw new IllegalArgumentException(
          "the canary's weight must be above 0 and below 1 but is " + weight);
    }
  }
}
