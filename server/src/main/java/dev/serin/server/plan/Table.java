package dev.serin.server.plan;

import java.util.ArrayList;
import java.util.List;

/// The whole plan, worked out.
///
/// @param rows one for each leg
public record Table(PlanTerms terms, List<Row> rows) {
  /// Whoever sees only regressions beyond this many times the baseline sees nothing.
  private static final double BLIND = 100;

  /// A little more, so that 5 % to 25 % is not too much for its last digit.
  private static final double STEEP = 5.001;
  private static final double JUMP = 0.5001;
  private static final double MOST_BUDGET = 0.05;

  /// Copies its list.
  public Table {
    rows = List.copyOf(rows);
  }

  /// Works the legs out in their order.
  public static Table of(List<Leg> legs, PlanTerms terms) {
    List<Row> rows = new ArrayList<>();
    double before = 0;
    for (Leg leg : legs) {
      Row row = Row.of(leg, before, terms);
      before += row.canaryRequests();
      rows.add(row);
    }
    return new Table(terms, rows);
  }

  /// The part of the error budget that is used up when the canary is at its worst in each leg.
  public double budget() {
    return rows.stream().mapToDouble(Row::budget).sum();
  }

  /// What is unwise.
  public List<Warning> warnings() {
    List<Warning> warnings = new ArrayList<>();
    if (rows.isEmpty()) {
      warnings.add(
          new Warning(
              "no-steps", 0, "no step sets a weight: all users get the new version at once"));
    }
    for (Row row : rows) {
      warnAbout(row, warnings);
    }
    if (budget() > MOST_BUDGET) {
      warnings.add(
          new Warning(
              "budget-at-risk",
              0,
              "a canary at its worst uses up %s of the error budget, and more than %s is much: begin with smaller weights"
                  .formatted(Amounts.percent(budget()), Amounts.percent(MOST_BUDGET))));
    }
    return List.copyOf(warnings);
  }

  private void warnAbout(Row row, List<Warning> warnings) {
    Leg leg = row.leg();
    double needed = row.evidenceSeconds();
    if (leg.weight() == 1) {
      warnings.add(
          new Warning(
              "no-baseline", leg.step(), "at 100 % nothing is left to compare the canary with"));
    } else if (leg.weight() > 0 && !leg.open() && blind(row)) {
      warnings.add(new Warning("sees-nothing", leg.step(), blindness(row)));
    } else if (leg.weight() > 0 && !leg.open() && leg.seconds() < needed) {
      warnings.add(
          new Warning(
              "too-short-for-evidence",
              leg.step(),
              "it lasts %s, and the canary has the requests that %s of the traffic needs after %s: the step will wait for them"
                  .formatted(
                      Amounts.time(leg.seconds()),
                      Amounts.percent(leg.next()),
                      Amounts.time(needed))));
    }
    if (leg.weight() > 0 && steep(leg)) {
      warnings.add(
          new Warning(
              "steps-too-steep",
              leg.step(),
              "from %s to %s in one step: add one in between"
                  .formatted(Amounts.percent(leg.weight()), Amounts.percent(leg.next()))));
    }
  }

  private static boolean steep(Leg leg) {
    return leg.next() / leg.weight() > STEEP || leg.next() - leg.weight() > JUMP;
  }

  private boolean blind(Row row) {
    return row.smallestErrors().orElse(Double.POSITIVE_INFINITY) > BLIND * terms.baselineErrors();
  }

  private static String blindness(Row row) {
    String requests = "its " + Amounts.count(row.canaryRequests()) + " canary requests ";
    String seen =
        row.smallestErrors().isEmpty()
            ? "can not show any regression"
            : "show no error rate below " + Amounts.percent(row.smallestErrors().getAsDouble());
    return requests + seen + ": let it last longer, or begin with more weight";
  }
}
