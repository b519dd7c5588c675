package dev.serin.server.store;

import dev.serin.core.analysis.TemplateRef;
import dev.serin.core.rollout.RolloutId;

/// Which document is meant.
///
/// @param kind as manifests write it, such as `Rollout` or `Backend`
/// @param namespace empty for kinds that have none
public record DocumentId(String kind, String namespace, String name) {
  /// The kind of a rollout's own document.
  public static final String ROLLOUT = "Rollout";

  /// The kind of a document with routes of Serin's own gateway.
  public static final String GATEWAY = "Gateway";

  /// As a name: all documents of a kind in a namespace, also those to come.
  public static final String ANY = "*";

  /// The document of a rollout.
  public static DocumentId of(RolloutId id) {
    return new DocumentId(ROLLOUT, id.namespace(), id.name());
  }

  /// The document of an analysis template.
  ///
  /// @param namespace means nothing for one of the whole cluster
  public static DocumentId of(TemplateRef ref, String namespace) {
    return switch (ref.scope()) {
      case CLUSTER -> new DocumentId("ClusterAnalysisTemplate", "", ref.name());
      case NAMESPACE -> new DocumentId("AnalysisTemplate", namespace, ref.name());
    };
  }

  /// As people write it: `Backend default/blue`.
  @Override
  public String toString() {
    return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
  }
}
