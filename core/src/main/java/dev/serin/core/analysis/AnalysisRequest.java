package dev.serin.core.analysis;

import java.util.List;

/// What a rollout asks to be analysed: templates, and what to fill in.
public record AnalysisRequest(
    List<TemplateRef> templates,
    List<Argument> args,
    List<MetricRule.DryRun> dryRun,
    List<MetricRule.Retention> retention) {
  /// What the names of the templates begin with that [#gate()] is about.
  public static final String GATE = "serin-gate-";

  /// Copies its lists.
  public AnalysisRequest {
    templates = List.copyOf(templates);
    args = List.copyOf(args);
    dryRun = List.copyOf(dryRun);
    retention = List.copyOf(retention);
  }

  /// Whether it only asks somebody else for a yes.
  public boolean gate() {
    return templates.size() == 1 && templates.getFirst().name().startsWith(GATE);
  }
}
