package dev.serin.server.manifest;

import dev.serin.manifest.Document;
import dev.serin.server.store.DocumentId;
import java.util.Optional;

/// Which documents of manifests a server keeps.
public final class Kept {
  private Kept() {}

  /// The name under which a document is kept; empty for one that is not.
  public static Optional<DocumentId> id(Document document) {
    return switch (document) {
      case Document.RolloutDocument rollout -> Optional.of(DocumentId.of(rollout.id()));
      case Document.BackendDocument backend ->
          Optional.of(new DocumentId("Backend", backend.namespace(), backend.backend().name()));
      case Document.GatewayDocument gateway ->
          Optional.of(new DocumentId(DocumentId.GATEWAY, gateway.namespace(), gateway.name()));
      case Document.TemplateDocument template ->
          Optional.of(DocumentId.of(template.template().ref(), template.namespace()));
      case Document.AnalysisRunDocument _,
          Document.ExperimentDocument _,
          Document.OtherDocument _ ->
          Optional.empty();
    };
  }
}
