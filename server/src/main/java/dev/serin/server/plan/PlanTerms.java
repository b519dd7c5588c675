package dev.serin.server.plan;

import dev.serin.judge.planning.Risk;
import dev.serin.judge.sequential.Tolerance;

/// What a plan is worked out for.
///
/// @param rps the service's requests per second, of both versions together; positive
/// @param baselineErrors the failures per request of the version that is stable
/// @param margin how much worse is still fine
/// @param risk of the comparison of errors
/// @param minimumRequests of the canary, that a promotion needs
/// @param budget what a bad canary costs
public record PlanTerms(
    double rps,
    double baselineErrors,
    Tolerance margin,
    Risk risk,
    double minimumRequests,
    Budget budget) {
  /// Checks what belongs together.
  ///
  /// @throws IllegalArgumentException when a number is out of its range
  public PlanTerms {
    if (!(rps > 0 && rps < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("rps must be above 0, but is " + rps);
    }
    if (!(minimumRequests >= 1)) {
      throw new IllegalArgumentException(
          "minimumRequests must be 1 or more, but is " + minimumRequests);
    }
    if (risk.power() == 1) {
      throw new IllegalArgumentException("power must be below 1: nothing is ever certain");
    }
    if (!(baselineErrors > 0 && baselineErrors < 1)) {
      throw new IllegalArgumentException(
          "baselineErrors must be above 0 and below 1, but is " + baselineErrors);
    }
    if (!(budget.worst() > margin.limit(baselineErrors))) {
      throw new IllegalArgumentException(
          "worst must be above what the margin allows, but is " + budget.worst());
    }
  }

  /// What a bad canary costs.
  ///
  /// @param slo the promised share of good requests, below 1
  /// @param windowSeconds over which it is promised
  /// @param worst the failures per request of the worst canary to think of
  /// @param rollbackSeconds from the verdict until no request goes to the canary
  public record Budget(double slo, double windowSeconds, double worst, double rollbackSeconds) {
    /// Checks its numbers.
    ///
    /// @throws IllegalArgumentException when one is out of its range
    public Budget {
      if (!(slo > 0 && slo < 1)) {
        throw new IllegalArgumentException("slo must be above 0 and below 1, but is " + slo);
      }
      if (!(windowSeconds > 0)) {
        throw new IllegalArgumentException("the SLO's window must be longer than 0");
      }
      if (!(worst > 0 && worst <= 1)) {
        throw new IllegalArgumentException("worst must be above 0 and at most 1, but is " + worst);
      }
    }

    /// The part of the error budget that a bad canary uses up.
    ///
    /// @param weight its share of the traffic
    /// @param seconds until it is found out
    double part(double weight, double seconds) {
      return weight * worst * (seconds + rollbackSeconds) / ((1 - slo) * windowSeconds);
    }
  }
}
