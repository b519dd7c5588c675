package dev.serin.core.engine;

import dev.serin.core.analysis.AnalysisTemplate;
import dev.serin.core.analysis.TemplateRef;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.RolloutSpec;
import dev.serin.core.traffic.Revision;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a user wants to be released: a manifest, and the revision that it is about.
///
/// @param stable the revision that serves already, used when the store does not know the rollout;
///     null for a first deployment
/// @param desired the revision that is to become stable
/// @param templates the analysis templates that the manifest may name
/// @param document the manifest as a tree of maps, lists, strings, numbers and booleans, for
///     arguments that are taken from its fields
public record Release(
    RolloutId id,
    RolloutSpec spec,
    @Nullable Revision stable,
    Revision desired,
    Map<TemplateRef, AnalysisTemplate> templates,
    Map<String, Object> document) {
  /// Copies its templates.
  public Release {
    templates = Map.copyOf(templates);
  }
}
