package dev.serin.bench.validation;

import dev.serin.judge.planning.InformationLimit;
import dev.serin.judge.planning.Scenario;
import dev.serin.judge.sequential.Tolerance;

/// One simulated truth: how traffic is split, and how often each version fails.
record Cell(double weight, double baselineRate, double canaryRate) {
  static Cell equal(double weight, double rate) {
    return new Cell(weight, rate, rate);
  }

  /// The failures of both, per request.
  double rate() {
    return weight * canaryRate + (1 - weight) * baselineRate;
  }

  /// The least mean number of canary requests that any test needs.
  double limit(Tolerance margin, double alpha) {
    var truth = new Scenario(weight, baselineRate, canaryRate);
    return -Math.log(alpha) * weight / InformationLimit.perRequest(truth, margin);
  }

  @Override
  public String toString() {
    String rates = percent(baselineRate);
    return (canaryRate == baselineRate ? rates : rates + " to " + percent(canaryRate))
        + ", "
        + percent(weight)
        + " of traffic";
  }

  static String percent(double value) {
    return "%.4g".formatted(100 * value).replaceFirst("\\.?0+$", "") + " %";
  }
}
