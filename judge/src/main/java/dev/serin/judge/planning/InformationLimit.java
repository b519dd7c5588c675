package dev.serin.judge.planning;

import dev.serin.judge.sequential.Tolerance;

/// The least number of requests that any test needs, however clever: the divergence between what is
/// true and the nearest case in which the verdict would be wrong (Wald 1945; Kaufmann, Cappé and
/// Garivier 2016). It holds for tests that may stop at any time and do not know the baseline's
/// rate.
public final class InformationLimit {
  private static final int HALVINGS = 2000;

  private InformationLimit() {}

  /// The most evidence that one request, of either side, can carry on average, in nats: the minimum
  /// over z of w KL(p_c, r0 z + delta) + (1-w) KL(p_b, z).
  ///
  /// @return 0 when the truth lies on the boundary
  /// @throws IllegalArgumentException when no baseline rate puts the canary's rate on the boundary
  public static double perRequest(Scenario truth, Tolerance margin) {
    double low = 0;
    double high = 1;
    if (margin.factor() > 0) {
      low = Math.max(0, -margin.absolute() / margin.factor());
      high = Math.min(1, (1 - margin.absolute()) / margin.factor());
    }
    if (!(low < high) || margin.limit(high) <= 0) {
      throw new IllegalArgumentException("no rates lie on the boundary " + margin);
    }
    double z = margin.factor() == 0 ? truth.baselineRate() : nearest(truth, margin, low, high);
    return truth.weight() * divergence(truth.canaryRate(), margin.limit(z))
        + (1 - truth.weight()) * divergence(truth.baselineRate(), z);
  }

  /// The least expected number of the canary's requests until the verdict.
  ///
  /// @return infinite when the truth lies on the boundary
  public static double canaryRequests(Scenario truth, Tolerance margin, Risk risk) {
    return truth.weight() * evidence(risk) / perRequest(truth, margin);
  }

  /// The most evidence that one observation can carry on average that the canary's observations are
  /// not distributed as the baseline's: the weighted Jensen-Shannon divergence, in nats.
  ///
  /// @param weight the canary's share of the observations, between 0 and 1
  /// @param canary the probability of each bucket; summing up to 1
  /// @param baseline likewise, with the same buckets
  /// @throws IllegalArgumentException when the numbers of buckets differ
  public static double perObservation(double weight, double[] canary, double[] baseline) {
    Scenario.requireWeight(weight);
    if (canary.length != baseline.length) {
      throw new IllegalArgumentException(
          "both sides need the same buckets but have " + canary.length + " and " + baseline.length);
    }
    double sum = 0;
    for (int i = 0; i < canary.length; i++) {
      double both = weight * canary[i] + (1 - weight) * baseline[i];
      sum += weight * part(canary[i], both) + (1 - weight) * part(baseline[i], both);
    }
    return sum;
  }

  /// The evidence, in nats, that a test with this risk has to collect on average: kl(power, alpha).
  public static double evidence(Risk risk) {
    return divergence(risk.power(), risk.alpha());
  }

  /// The baseline rate at which the boundary comes closest to the truth, by bisection of the
  /// derivative, which only grows.
  private static double nearest(Scenario truth, Tolerance margin, double from, double to) {
    double low = from;
    double high = to;
    for (int i = 0; i < HALVINGS; i++) {
      double z = (low + high) / 2;
      if (z <= low || z >= high) {
        break;
      }
      double q = margin.limit(z);
      double slope =
          -truth.weight() * margin.factor() * slope(truth.canaryRate(), q)
              - (1 - truth.weight()) * slope(truth.baselineRate(), z);
      if (slope < 0) {
        low = z;
      } else {
        high = z;
      }
    }
    return (low + high) / 2;
  }

  private static double slope(double p, double q) {
    return (p - q) / (q * (1 - q));
  }

  /// KL(p, q) of two yes-no outcomes, in nats.
  private static double divergence(double p, double q) {
    return part(p, q) + (p == 1 ? 0 : -(1 - p) * StrictMath.log1p((p - q) / (1 - p)));
  }

  private static double part(double p, double q) {
    return p == 0 ? 0 : p * StrictMath.log(p / q);
  }
}
