package dev.serin.manifest;

import dev.serin.core.analysis.AnalysisSpec;
import dev.serin.core.analysis.AnalysisTemplate;
import dev.serin.core.engine.Backend;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.RolloutSpec;
import dev.serin.manifest.tree.Value;
import java.util.Map;

/// One document of a manifest, read without an error.
public sealed interface Document {
  /// The namespace when a manifest names none.
  String DEFAULT_NAMESPACE = "default";

  /// What is written: the whole document, with places. Its [Value#map] is the plain tree.
  Value content();

  /// A rollout.
  ///
  /// @param labels of the rollout itself
  /// @param annotations of the rollout itself
  record RolloutDocument(
      RolloutId id,
      Map<String, String> labels,
      Map<String, String> annotations,
      RolloutSpec spec,
      Value content)
      implements Document {
    /// Copies its maps.
    public RolloutDocument {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }
  }

  /// An AnalysisTemplate or a ClusterAnalysisTemplate.
  ///
  /// @param namespace means nothing for the latter
  record TemplateDocument(String namespace, AnalysisTemplate template, Value content)
      implements Document {}

  /// An analysis to run by itself.
  ///
  /// @param name empty when the manifest leaves it to the cluster (`generateName`)
  record AnalysisRunDocument(String namespace, String name, AnalysisSpec spec, Value content)
      implements Document {}

  /// An experiment.
  ///
  /// @param name empty when the manifest leaves it to the cluster (`generateName`)
  record ExperimentDocument(String namespace, String name, Value content) implements Document {}

  /// A pool of endpoints outside Kubernetes.
  record BackendDocument(String namespace, Backend backend, Value content) implements Document {}

  /// How Serin's own gateway works, and which rollouts it serves where. What its settings mean, the
  /// gateway knows.
  record GatewayDocument(String namespace, String name, Value content) implements Document {
    /// The gateway's own fields.
    public Value spec() {
      return content.at("spec");
    }
  }

  /// A document of a kind that Serin does not read, such as a Service.
  record OtherDocument(String apiVersion, String kind, String namespace, String name, Value content)
      implements Document {}
}
