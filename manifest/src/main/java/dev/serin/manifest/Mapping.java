package dev.serin.manifest;

import dev.serin.core.analysis.AnalysisTemplate;
import dev.serin.core.analysis.TemplateRef;
import dev.serin.core.engine.Backend;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.manifest.Document.AnalysisRunDocument;
import dev.serin.manifest.Document.BackendDocument;
import dev.serin.manifest.Document.ExperimentDocument;
import dev.serin.manifest.Document.GatewayDocument;
import dev.serin.manifest.Document.OtherDocument;
import dev.serin.manifest.Document.RolloutDocument;
import dev.serin.manifest.Document.TemplateDocument;
import dev.serin.manifest.rule.Entry;
import dev.serin.manifest.tree.Value;
import java.net.URI;

/// Makes documents of trees that the schemas and rules have passed.
final class Mapping {
  private Mapping() {}

  /// @param read false for a kind that Serin does not read
  static Document document(Entry entry, boolean read) {
    String namespace = entry.namespace().isEmpty() ? Document.DEFAULT_NAMESPACE : entry.namespace();
    Value content = entry.content();
    Value spec = content.at("spec");
    if (!read) {
      return new OtherDocument(entry.apiVersion(), entry.kind(), namespace, entry.name(), content);
    }
    return switch (entry.kind()) {
      case "Rollout" -> rollout(namespace, content);
      case "AnalysisTemplate" ->
          new TemplateDocument(namespace, template(entry, TemplateRef.Scope.NAMESPACE), content);
      case "ClusterAnalysisTemplate" ->
          new TemplateDocument(namespace, template(entry, TemplateRef.Scope.CLUSTER), content);
      case "AnalysisRun" ->
          new AnalysisRunDocument(namespace, entry.name(), AnalysisMapping.spec(spec), content);
      case "Experiment" -> new ExperimentDocument(namespace, entry.name(), content);
      case "Gateway" -> new GatewayDocument(namespace, entry.name(), content);
      default -> new BackendDocument(namespace, backend(entry.name(), spec), content);
    };
  }

  private static RolloutDocument rollout(String namespace, Value content) {
    Value metadata = content.at("metadata");
    String name =
        metadata.at("name").text().isBlank()
            ? metadata.at("generateName").text()
            : metadata.at("name").text();
    return new RolloutDocument(
        new RolloutId(namespace, name),
        metadata.at("labels").texts(),
        metadata.at("annotations").texts(),
        RolloutMapping.spec(content.at("spec")),
        content);
  }

  private static AnalysisTemplate template(Entry entry, TemplateRef.Scope scope) {
    Value spec = entry.content().at("spec");
    return new AnalysisTemplate(
        new TemplateRef(entry.name(), scope),
        AnalysisMapping.spec(spec),
        AnalysisMapping.templates(spec.at("templates")));
  }

  private static Backend backend(String name, Value spec) {
    return new Backend(
        name,
        new Revision(spec.at("version").text()),
        spec.at("endpoints").items().stream()
            .map(
                endpoint ->
                    new Backend.Endpoint(
                        URI.create(endpoint.at("url").text()), endpoint.at("weight").whole(1)))
            .toList(),
        healthCheck(spec.at("healthCheck")),
        spec.at("protocol").text().equals("http2")
            ? Backend.Protocol.HTTP_2
            : Backend.Protocol.HTTP_1);
  }

  private static Backend.HealthCheck healthCheck(Value check) {
    Backend.HealthCheck normal = Backend.HealthCheck.DEFAULT;
    return new Backend.HealthCheck(
        check.at("path").text(),
        Durations.interval(check.at("interval"), normal.interval()),
        Durations.interval(check.at("timeout"), normal.timeout()),
        check.at("healthyThreshold").whole(normal.healthyThreshold()),
        check.at("unhealthyThreshold").whole(normal.unhealthyThreshold()));
  }
}
