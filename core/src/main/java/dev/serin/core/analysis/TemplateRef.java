package dev.serin.core.analysis;

/// The name of an analysis template.
///
/// @param scope where it is looked up
public record TemplateRef(String name, Scope scope) {
  /// Where a template is looked up.
  public enum Scope {
    /// Among the AnalysisTemplates of the rollout's namespace.
    NAMESPACE,
    /// Among the ClusterAnalysisTemplates.
    CLUSTER
  }
}
