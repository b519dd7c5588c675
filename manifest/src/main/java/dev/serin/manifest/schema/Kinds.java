package dev.serin.manifest.schema;

import static dev.serin.manifest.schema.Schema.FLAG;
import static dev.serin.manifest.schema.Schema.TEXT;
import static dev.serin.manifest.schema.Schema.WHOLE;
import static dev.serin.manifest.schema.Schema.fields;
import static dev.serin.manifest.schema.Schema.list;
import static dev.serin.manifest.schema.Schema.may;
import static dev.serin.manifest.schema.Schema.must;

import java.util.List;
import java.util.Map;

/// The kinds of documents that Serin reads, and what each may hold.
public final class Kinds {
  /// Where Argo's kinds live.
  public static final String ARGO = "argoproj.io/v1alpha1";

  /// Where Serin's own kinds live.
  public static final String SERIN = "serin.dev/v1alpha1";

  private static final Schema EXPERIMENT =
      Metadata.document(
          fields(
              must(
                  "templates",
                  list(
                      fields(
                          must("name", TEXT),
                          may("replicas", WHOLE),
                          may("minReadySeconds", WHOLE),
                          must("selector", Metadata.SELECTOR),
                          must("template", Metadata.POD_TEMPLATE),
                          may("service", fields(may("name", TEXT)))))),
              may("duration", TEXT),
              may("progressDeadlineSeconds", WHOLE),
              may("terminate", FLAG),
              may(
                  "analyses",
                  list(
                      fields(
                          must("name", TEXT),
                          must("templateName", TEXT),
                          may("clusterScope", FLAG),
                          may("args", AnalysisFields.ARGUMENTS),
                          may("requiredForCompletion", FLAG)))),
              may("scaleDownDelaySeconds", WHOLE),
              may("dryRun", AnalysisFields.DRY_RUN),
              may("measurementRetention", AnalysisFields.RETENTION),
              may("analysisRunMetadata", Metadata.LABELS_AND_ANNOTATIONS)));

  private static final Schema BACKEND =
      Metadata.document(
          fields(
              must("version", TEXT),
              may("protocol", new Schema.OneOf(List.of("http1", "http2"))),
              must("endpoints", list(fields(must("url", TEXT), may("weight", WHOLE)))),
              may(
                  "healthCheck",
                  fields(
                      may("path", TEXT),
                      may("interval", TEXT),
                      may("timeout", TEXT),
                      may("healthyThreshold", WHOLE),
                      may("unhealthyThreshold", WHOLE)))));

  private static final Map<String, Schema> ARGO_KINDS =
      Map.of(
          "Rollout", RolloutFields.ROLLOUT,
          "AnalysisTemplate", AnalysisFields.TEMPLATE,
          "ClusterAnalysisTemplate", AnalysisFields.TEMPLATE,
          "AnalysisRun", AnalysisFields.RUN,
          "Experiment", EXPERIMENT);

  private Kinds() {}

  /// The kinds of an apiVersion with their schemas; empty for one that Serin does not read.
  public static Map<String, Schema> of(String apiVersion) {
    return switch (apiVersion) {
      case ARGO -> ARGO_KINDS;
      case SERIN -> Map.of("Backend", BACKEND, "Gateway", GatewayFields.GATEWAY);
      default -> Map.of();
    };
  }
}
