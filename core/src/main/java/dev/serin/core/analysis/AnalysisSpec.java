package dev.serin.core.analysis;

import java.util.List;

/// What a run measures.
public record AnalysisSpec(
    List<Metric> metrics,
    List<Argument> args,
    List<MetricRule.DryRun> dryRun,
    List<MetricRule.Retention> retention) {
  /// Copies its lists.
  public AnalysisSpec {
    metrics = List.copyOf(metrics);
    args = List.copyOf(args);
    dryRun = List.copyOf(dryRun);
    retention = List.copyOf(retention);
  }
}
