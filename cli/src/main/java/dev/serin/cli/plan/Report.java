package dev.serin.cli.plan;

import dev.serin.cli.console.Json;
import dev.serin.server.plan.Amounts;
import dev.serin.server.plan.Leg;
import dev.serin.server.plan.Plan;
import dev.serin.server.plan.PlanTerms;
import dev.serin.server.plan.Row;
import dev.serin.server.plan.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// A worked-out plan, for people and for scripts.
final class Report {
  private static final List<String> COLUMNS =
      List.of("step", "weight", "lasts", "requests", "evidence in", "sees from", "budget", "users");

  private final Plan plan;
  private final Table table;
  private final OptionalLong users;

  Report(Plan plan) {
    this.plan = plan;
    this.table = plan.table();
    this.users = plan.users();
  }

  /// A table, and what is unwise.
  List<String> text() {
    List<String> lines = new ArrayList<>();
    PlanTerms terms = table.terms();
    lines.add(
        "%s: %s requests/s, %s errors, SLO %s; sees: with %s power at alpha %s"
            .formatted(
                plan.rollout(),
                Amounts.rate(terms.rps()),
                Amounts.percent(terms.baselineErrors()),
                slo(terms.budget()),
                Amounts.percent(terms.risk().power()),
                Amounts.percent(terms.risk().alpha())));
    List<List<String>> cells = new ArrayList<>(List.of(COLUMNS));
    table.rows().forEach(row -> cells.add(cells(row)));
    lines.addAll(aligned(cells));
    lines.add("error budget at risk in all: " + Amounts.percent(table.budget()));
    table.warnings().forEach(warning -> lines.add(warning.line()));
    return lines;
  }

  /// The table on one line.
  String json() {
    return Json.line(plan.tree());
  }

  private List<String> cells(Row row) {
    Leg leg = row.leg();
    boolean unknown = leg.open() && leg.seconds() == 0;
    return List.of(
        String.valueOf(leg.step()),
        Amounts.percent(leg.weight()),
        unknown ? "open" : Amounts.time(leg.seconds()) + (leg.open() ? "+" : ""),
        unknown ? "-" : Amounts.count(row.canaryRequests()),
        Amounts.time(row.evidenceSeconds()),
        unknown ? "-" : seen(row),
        Amounts.percent(row.budget()),
        users.isPresent()
            ? Amounts.count(users.getAsLong() * leg.weight())
            : Amounts.percent(leg.weight()));
  }

  private String seen(Row row) {
    OptionalDouble smallest = row.smallestErrors();
    return smallest.isEmpty()
        ? "nothing"
        : Amounts.percent(smallest.getAsDouble())
            + " ("
            + Amounts.times(smallest.getAsDouble() / table.terms().baselineErrors())
            + ")";
  }

  private static String slo(PlanTerms.Budget budget) {
    return Amounts.exactPercent(budget.slo()) + " over " + Amounts.time(budget.windowSeconds());
  }

  private static List<String> aligned(List<List<String>> cells) {
    int[] widths =
        IntStream.range(0, COLUMNS.size())
            .map(i -> cells.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toArray();
    return cells.stream()
        .map(
            row -> {
              var line = new StringBuilder();
              for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
              }
              return line.toString().stripTrailing();
            })
        .toList();
  }
}
