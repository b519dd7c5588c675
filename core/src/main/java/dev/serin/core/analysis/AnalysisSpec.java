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

  /// What is wrong with it, one sentence each in Argo's words, the one that Argo tells first; empty
  /// when nothing is. A stand-in takes the place of each secret.
  public List<String> errors() {
    return switch (Plan.resolved(this)) {
      case Checked.Invalid<List<Metric>>(String why) -> List.of(why);
      case Checked.Valid<List<Metric>>(List<Metric> metrics) ->
          MetricValidation.errors(this, metrics);
    };
  }
}
