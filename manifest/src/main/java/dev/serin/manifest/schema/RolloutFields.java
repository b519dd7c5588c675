package dev.serin.manifest.schema;

import static dev.serin.manifest.schema.Schema.FLAG;
import static dev.serin.manifest.schema.Schema.OBJECT;
import static dev.serin.manifest.schema.Schema.TEXT;
import static dev.serin.manifest.schema.Schema.WHOLE;
import static dev.serin.manifest.schema.Schema.WHOLE_OR_TEXT;
import static dev.serin.manifest.schema.Schema.fields;
import static dev.serin.manifest.schema.Schema.list;
import static dev.serin.manifest.schema.Schema.may;
import static dev.serin.manifest.schema.Schema.must;

import dev.serin.manifest.schema.Schema.Fields;
import dev.serin.manifest.schema.Schema.Table;

/// The fields of a rollout, its routers apart.
final class RolloutFields {
  private static final Schema TEXT_MATCH =
      fields(may("exact", TEXT), may("prefix", TEXT), may("regex", TEXT));

  private static final Fields ANALYSIS =
      fields(
          may("templates", AnalysisFields.TEMPLATE_REFS),
          may("args", AnalysisFields.GIVEN_ARGUMENTS),
          may("dryRun", AnalysisFields.DRY_RUN),
          may("measurementRetention", AnalysisFields.RETENTION),
          may("analysisRunMetadata", Metadata.LABELS_AND_ANNOTATIONS));

  private static final Schema EXPERIMENT_STEP =
      fields(
          must(
              "templates",
              list(
                  fields(
                      must("name", TEXT),
                      must("specRef", TEXT),
                      may("replicas", WHOLE),
                      may("metadata", Metadata.LABELS_AND_ANNOTATIONS),
                      may("selector", Metadata.SELECTOR),
                      may("weight", WHOLE),
                      may("service", fields(may("name", TEXT)))))),
          may("duration", TEXT),
          may(
              "analyses",
              list(
                  fields(
                      must("name", TEXT),
                      must("templateName", TEXT),
                      may("clusterScope", FLAG),
                      may("args", AnalysisFields.GIVEN_ARGUMENTS),
                      may("requiredForCompletion", FLAG)))),
          may("dryRun", AnalysisFields.DRY_RUN),
          may("analysisRunMetadata", Metadata.LABELS_AND_ANNOTATIONS),
          may("scaleDownDelaySeconds", WHOLE));

  private static final Schema STEP =
      fields(
          may("setWeight", WHOLE),
          may("pause", fields(may("duration", WHOLE_OR_TEXT))),
          may("experiment", EXPERIMENT_STEP),
          may("analysis", ANALYSIS),
          may(
              "setCanaryScale",
              fields(
                  may("weight", WHOLE), may("replicas", WHOLE), may("matchTrafficWeight", FLAG))),
          may("setHeaderRoute", setHeaderRoute()),
          may("setMirrorRoute", setMirrorRoute()),
          may("plugin", fields(must("name", TEXT), may("config", OBJECT))));

  private static final Schema ANTI_AFFINITY =
      fields(
          may("preferredDuringSchedulingIgnoredDuringExecution", fields(must("weight", WHOLE))),
          may("requiredDuringSchedulingIgnoredDuringExecution", fields()));

  private static final Schema CANARY =
      fields(
          may("canaryService", TEXT),
          may("stableService", TEXT),
          may("steps", list(STEP)),
          may("trafficRouting", RouterFields.TRAFFIC_ROUTING),
          may("maxUnavailable", WHOLE_OR_TEXT),
          may("maxSurge", WHOLE_OR_TEXT),
          may("analysis", ANALYSIS.with(may("startingStep", WHOLE))),
          may("antiAffinity", ANTI_AFFINITY),
          may("canaryMetadata", Metadata.LABELS_AND_ANNOTATIONS),
          may("stableMetadata", Metadata.LABELS_AND_ANNOTATIONS),
          may("scaleDownDelaySeconds", WHOLE),
          may("scaleDownDelayRevisionLimit", WHOLE),
          may("abortScaleDownDelaySeconds", WHOLE),
          may("dynamicStableScale", FLAG),
          may("pingPong", fields(must("pingService", TEXT), must("pongService", TEXT))),
          may("minPodsPerReplicaSet", WHOLE),
          may("replicaProgressThreshold", fields(must("type", TEXT), must("value", WHOLE))));

  private static final Schema BLUE_GREEN =
      fields(
          must("activeService", TEXT),
          may("previewService", TEXT),
          may("previewReplicaCount", WHOLE),
          may("autoPromotionEnabled", FLAG),
          may("autoPromotionSeconds", WHOLE),
          may("maxUnavailable", WHOLE_OR_TEXT),
          may("scaleDownDelaySeconds", WHOLE),
          may("scaleDownDelayRevisionLimit", WHOLE),
          may("prePromotionAnalysis", ANALYSIS),
          may("antiAffinity", ANTI_AFFINITY),
          may("postPromotionAnalysis", ANALYSIS),
          may("previewMetadata", Metadata.LABELS_AND_ANNOTATIONS),
          may("activeMetadata", Metadata.LABELS_AND_ANNOTATIONS),
          may("abortScaleDownDelaySeconds", WHOLE));

  static final Schema ROLLOUT =
      Metadata.document(
          fields(
              may("replicas", WHOLE),
              may("selector", Metadata.SELECTOR),
              may("template", Metadata.POD_TEMPLATE),
              may(
                  "workloadRef",
                  fields(
                      may("apiVersion", TEXT),
                      may("kind", TEXT),
                      may("name", TEXT),
                      may("scaleDown", TEXT))),
              may("minReadySeconds", WHOLE),
              may("rollbackWindow", fields(may("revisions", WHOLE))),
              may("strategy", fields(may("blueGreen", BLUE_GREEN), may("canary", CANARY))),
              may("revisionHistoryLimit", WHOLE),
              may("paused", FLAG),
              may("progressDeadlineSeconds", WHOLE),
              may("progressDeadlineAbort", FLAG),
              may("restartAt", TEXT),
              may(
                  "analysis",
                  fields(
                      may("successfulRunHistoryLimit", WHOLE),
                      may("unsuccessfulRunHistoryLimit", WHOLE)))));

  private RolloutFields() {}

  private static Schema setHeaderRoute() {
    return fields(
        may("name", TEXT),
        may("match", list(fields(must("headerName", TEXT), must("headerValue", TEXT_MATCH)))));
  }

  private static Schema setMirrorRoute() {
    return fields(
        must("name", TEXT),
        may(
            "match",
            list(
                fields(
                    may("method", TEXT_MATCH),
                    may("path", TEXT_MATCH),
                    may("headers", new Table(TEXT_MATCH))))),
        may("percentage", WHOLE));
  }
}
