package dev.serin.server.plan;

import dev.serin.manifest.Document.RolloutDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// A rollout's plan, worked out.
///
/// @param rollout its name
/// @param users who use the service; empty when nobody said
public record Plan(String rollout, Table table, OptionalLong users) {
  /// Works a rollout's plan out.
  ///
  /// @throws dev.serin.server.Refusal when the rollout is no canary
  public static Plan of(RolloutDocument rollout, PlanTerms terms, OptionalLong users) {
    return new Plan(rollout.id().name(), Table.of(Legs.of(rollout), terms), users);
  }

  /// It as JSON: `{rollout, rps, steps, budget, warnings}`.
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rollout", rollout);
    tree.put("rps", table.terms().rps());
    tree.put("steps", table.rows().stream().map(this::tree).toList());
    tree.put("budget", table.budget());
    tree.put("warnings", table.warnings().stream().map(Plan::tree).toList());
    return tree;
  }

  private static Map<String, Object> tree(Warning warning) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", warning.id());
    tree.put("step", warning.step());
    tree.put("message", warning.message());
    return tree;
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

  /// What a row answers as JSON, without what was asked.
  public static Map<String, Object> answer(Row row, double baselineErrors) {
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
}
