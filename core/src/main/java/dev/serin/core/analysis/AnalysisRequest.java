package dev.serin.core.analysis;

import java.util.List;

/// What a rollout asks to be analysed: templates, and what to fill in.
public record AnalysisRequest(
    List<TemplateRef> templates,
    List<Argument> args,
    List<MetricRule.DryRun> dryRun,
    List<MetricRule.Retention> retention) {
  /// Copies its lists.
  public AnalysisRequest {
    templates = List.copyOf(templates);
    args = List.copyOf(args);
    dryRun = List.copyOf(dryRun);
    retention = List.copyOf(retention);
  }
}
