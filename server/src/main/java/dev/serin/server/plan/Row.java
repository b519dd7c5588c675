package dev.serin.server.plan;

import dev.serin.judge.planning.SampleSize;
import dev.serin.judge.planning.Scenario;
import dev.serin.judge.planning.Sight;
import java.util.OptionalDouble;

/// What one leg of a plan can see, and what it puts at risk.
///
/// @param canaryRequests during its known time
/// @param evidenceSeconds until the evidence is there that its end asks for; infinite when the
///     canary gets nothing
/// @param smallestErrors the smallest error rate that it finds, with the wanted power; empty when
///     it finds none
/// @param detectSeconds until the worst canary is found out, with the wanted power
/// @param budget the part of the error budget that the worst canary uses up
public record Row(
    Leg leg,
    double canaryRequests,
    double evidenceSeconds,
    OptionalDouble smallestErrors,
    double detectSeconds,
    double budget) {
  /// Works a leg out.
  ///
  /// @param before the requests that the canary got in earlier legs
  public static Row of(Leg leg, double before, PlanTerms terms) {
    double perSecond = leg.weight() * terms.rps();
    double needed = Math.max(0, terms.minimumRequests() * leg.next() - before);
    double requests = perSecond * leg.seconds();
    double detect = compares(leg) ? detectSeconds(leg, terms) : leg.seconds();
    return new Row(
        leg,
        requests,
        needed == 0 ? 0 : needed / perSecond,
        compares(leg) ? smallest(leg, requests, terms) : OptionalDouble.empty(),
        detect,
        terms.budget().part(leg.weight(), detect));
  }

  /// Both sides get requests.
  static boolean compares(Leg leg) {
    return leg.weight() > 0 && leg.weight() < 1;
  }

  private static OptionalDouble smallest(Leg leg, double requests, PlanTerms terms) {
    return new Sight(requests, leg.weight(), terms.baselineErrors())
        .smallestRegression(terms.margin(), terms.risk());
  }

  private static double detectSeconds(Leg leg, PlanTerms terms) {
    var worst = new Scenario(leg.weight(), terms.baselineErrors(), terms.budget().worst());
    return SampleSize.regression(worst, terms.margin(), terms.risk().alpha())
            .canaryRequests(terms.risk().power())
        / (leg.weight() * terms.rps());
  }
}
