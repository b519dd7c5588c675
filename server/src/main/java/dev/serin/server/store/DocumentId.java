package dev.serin.server.store;

import dev.serin.core.analysis.TemplateRef;
import dev.serin.core.rollout.RolloutId;
import dev.serin.manifest.Document;
import java.util.Optional;

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

  /// The name of a document of a manifest; empty for one that is not kept.
  public static Optional<DocumentId> of(Document document) {
    return switch (document) {
      case Document.RolloutDocument rollout -> Optional.of(of(rollout.id()));
      case Document.BackendDocument backend ->
          Optional.of(new DocumentId("Backend", backend.namespace(), backend.backend().name()));
      case Document.GatewayDocument gateway ->
          Optional.of(new DocumentId("Gateway", gateway.namespace(), gateway.name()));
      case Document.TemplateDocument template ->
          Optional.of(of(template.template().ref(), template.namespace()));
      case Document.AnalysisRunDocument _,
          Document.ExperimentDocument _,
          Document.OtherDocument _ ->
          Optional.empty();
    };
  }

  /// As people write it: `Backend default/blue`.
  @Override
  public String toString() {
    return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
  }
}
