package dev.serin.manifest;

import dev.serin.core.analysis.AnalysisTemplate;
import dev.serin.core.engine.Backend;
import dev.serin.manifest.Document.BackendDocument;
import dev.serin.manifest.Document.GatewayDocument;
import dev.serin.manifest.Document.RolloutDocument;
import dev.serin.manifest.Document.TemplateDocument;
import dev.serin.manifest.tree.Problem;
import java.util.List;

/// What a set of files holds.
///
/// @param documents those without an error of their own, in the order of the files
/// @param problems all that is wrong, in the order of the files and lines
public record Manifests(List<Document> documents, List<Problem> problems) {
  /// Copies its lists.
  public Manifests {
    documents = List.copyOf(documents);
    problems = List.copyOf(problems);
  }

  /// True when there is no error, so that all can be used.
  public boolean accepted() {
    return problems.stream().noneMatch(Problem::error);
  }

  /// The rollouts.
  public List<RolloutDocument> rollouts() {
    return of(RolloutDocument.class);
  }

  /// The analysis templates of namespaces and of the cluster.
  public List<AnalysisTemplate> templates() {
    return of(TemplateDocument.class).stream().map(TemplateDocument::template).toList();
  }

  /// The Backends.
  public List<Backend> backends() {
    return of(BackendDocument.class).stream().map(BackendDocument::backend).toList();
  }

  /// The gateways.
  public List<GatewayDocument> gateways() {
    return of(GatewayDocument.class);
  }

  private <D extends Document> List<D> of(Class<D> kind) {
    return documents.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
