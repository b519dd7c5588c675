package dev.serin.cli.plan;

import dev.serin.cli.console.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// A worked-out plan, for people and for scripts.
final class Report {
  private static final List<String> COLUMNS =
      List.of("step", "weight", "lasts", "requests", "evidence in", "sees from", "budget", "users");

  private final String rollout;
  private final Table table;
  private final OptionalLong users;

  Report(String rollout, Table table, OptionalLong users) {
    this.rollout = rollout;
    this.table = table;
    this.users = users;
  }

  /// A table, and what is unwise.
  List<String> text() {
    List<String> lines = new ArrayList<>();
    PlanTerms terms = table.terms();
    lines.add(
        "%s: %s requests/s, %s errors, SLO %s; sees: with %s power at alpha %s"
            .formatted(
                rollout,
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
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rollout", rollout);
    tree.put("rps", table.terms().rps());
    tree.put("steps", table.rows().stream().map(this::tree).toList());
    tree.put("budget", table.budget());
    tree.put(
        "warnings",
        table.warnings().stream()
            .map(w -> Map.of("id", w.id(), "step", w.step(), "message", w.message()))
            .toList());
    return Json.line(tree);
  }

  private Map<String, Object> tree(Row row) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("step", row.leg().step());
    tree.put("weight", row.leg().weight() * 100);
    tree.put("seconds", row.leg().seconds());
    tree.put("open", row.leg().open());
    tree.putAll(answer(row, table.terms().baselineErrors()));
    users.ifPresent(all -> tree.put("users", Math.round(all * row.leg().weight())));
    return tree;
  }

  /// What a row answers, without what was asked.
  static Map<String, Object> answer(Row row, double baselineErrors) {
    Map<String, Object> tree = new LinkedHashMap<>();
    OptionalDouble smallest = row.smallestErrors();
    tree.put("canaryRequests", row.canaryRequests());
    tree.put("evidenceSeconds", finite(row.evidenceSeconds()));
    tree.put("smallestErrors", smallest.isEmpty() ? null : smallest.getAsDouble());
    tree.put("smallestRatio", smallest.isEmpty() ? null : smallest.getAsDouble() / baselineErrors);
    tree.put("detectSeconds", finite(row.detectSeconds()));
    tree.put("budget", finite(row.budget()));
    tree.put("usersExposed", row.leg().weight());
    return tree;
  }

  @SuppressWarnings("NullAway") // JSON has null, and no infinity
  private static Object finite(double value) {
    return Double.isFinite(value) ? value : null;
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
