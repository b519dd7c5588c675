package dev.serin.judge.planning;

import dev.serin.judge.sequential.Tolerance;
import java.util.OptionalDouble;

/// What a number of canary requests can see of a regression.
///
/// @param canaryRequests at least 0
/// @param weight the canary's share of all requests meanwhile, between 0 and 1
/// @param baselineRate the baseline's failures per request, above 0 and below 1
public record Sight(double canaryRequests, double weight, double baselineRate) {
  private static final double CLOSE_ENOUGH = 1e-9;

  /// @throws IllegalArgumentException when a number is outside of its range
  public Sight {
    if (!(canaryRequests >= 0)) {
      throw new IllegalArgumentException(
          "the number of requests must be at least 0 but is " + canaryRequests);
    }
    // A scenario checks the rest.
    Scenario.equal(weight, baselineRate);
  }

  /// The smallest failure rate of the canary that is found out within these requests, by bisection.
  ///
  /// @param risk with a power below 1
  /// @return empty when not even a canary that always fails is found out
  /// @throws IllegalArgumentException when the power is 1
  public OptionalDouble smallestRegression(Tolerance margin, Risk risk) {
    double low = margin.limit(baselineRate);
    double high = 1;
    if (low <= 0 || low >= 1 || !finds(high, margin, risk)) {
      return OptionalDouble.empty();
    }
    while (high - low > CLOSE_ENOUGH * high) {
      double middle = (low + high) / 2;
      if (finds(middle, margin, risk)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return OptionalDouble.of(high);
  }

  private boolean finds(double canaryRate, Tolerance margin, Risk risk) {
    var truth = new Scenario(weight, baselineRate, canaryRate);
    return SampleSize.regression(truth, margin, risk.alpha()).canaryRequests(risk.power())
        <= canaryRequests;
  }
}
