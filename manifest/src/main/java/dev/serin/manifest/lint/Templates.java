package dev.serin.manifest.lint;

import dev.serin.core.analysis.TemplateRef;
import dev.serin.manifest.Document.TemplateDocument;
import dev.serin.manifest.Manifests;
import dev.serin.manifest.tree.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The analysis templates that are given, by their reference.
record Templates(Map<TemplateRef, Value> specs) {

  static Templates of(Manifests manifests) {
    Map<TemplateRef, Value> specs = new HashMap<>();
    manifests.documents().stream()
        .filter(TemplateDocument.class::isInstance)
        .map(TemplateDocument.class::cast)
        .forEach(each -> specs.putIfAbsent(each.template().ref(), each.content().at("spec")));
    return new Templates(specs);
  }

  /// The metrics of an analysis, with those of templates that its templates take in.
  List<Value> metrics(Value analysis) {
    List<Value> metrics = new ArrayList<>();
    collect(analysis, metrics, new HashSet<>());
    return metrics;
  }

  private void collect(Value from, List<Value> metrics, Set<TemplateRef> seen) {
    metrics.addAll(from.at("metrics").items());
    for (Value each : from.at("templates").items()) {
      TemplateRef ref =
          new TemplateRef(
              each.at("templateName").text(),
              each.at("clusterScope").flag(false)
                  ? TemplateRef.Scope.CLUSTER
                  : TemplateRef.Scope.NAMESPACE);
      Value spec = specs.get(ref);
      if (spec != null && seen.add(ref)) {
        collect(spec, metrics, seen);
      }
    }
  }
}
