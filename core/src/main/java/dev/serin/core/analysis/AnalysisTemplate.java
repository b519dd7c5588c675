package dev.serin.core.analysis;

import java.util.List;

/// A named analysis that rollouts refer to.
///
/// @param ref its name and kind
/// @param spec its own metrics and arguments
/// @param templates further templates that it takes in
public record AnalysisTemplate(TemplateRef ref, AnalysisSpec spec, List<TemplateRef> templates) {
  /// Copies its list.
  public AnalysisTemplate {
    templates = List.copyOf(templates);
  }

  /// One specification with all that `templates` hold, or what stands against it: two metrics or
  /// rules of one name, or one argument with two values. Templates that they take in must be
  /// among them.
  public static Checked<AnalysisSpec> flatten(List<AnalysisTemplate> templates) {
    return Templates.flatten(templates);
  }
}
