package dev.serin.manifest.schema;

import static dev.serin.manifest.schema.Schema.FLAG;
import static dev.serin.manifest.schema.Schema.OBJECT;
import static dev.serin.manifest.schema.Schema.TEXT;
import static dev.serin.manifest.schema.Schema.TEXTS;
import static dev.serin.manifest.schema.Schema.TEXT_TABLE;
import static dev.serin.manifest.schema.Schema.WHOLE;
import static dev.serin.manifest.schema.Schema.WHOLE_OR_TEXT;
import static dev.serin.manifest.schema.Schema.fields;
import static dev.serin.manifest.schema.Schema.list;
import static dev.serin.manifest.schema.Schema.may;
import static dev.serin.manifest.schema.Schema.must;

import dev.serin.manifest.schema.Schema.Fields;
import dev.serin.manifest.schema.Schema.OneOf;
import dev.serin.manifest.schema.Schema.Table;
import java.util.List;

/// The fields of analysis templates and runs.
final class AnalysisFields {
  static final Schema DRY_RUN = list(fields(must("metricName", TEXT)));

  static final Schema RETENTION = list(fields(must("metricName", TEXT), must("limit", WHOLE)));

  static final Schema TEMPLATE_REFS =
      list(fields(may("templateName", TEXT), may("clusterScope", FLAG)));

  /// The arguments that a template or a run declares.
  static final Schema ARGUMENTS =
      list(
          fields(
              must("name", TEXT),
              may("value", TEXT),
              may(
                  "valueFrom",
                  fields(
                      may("secretKeyRef", fields(must("name", TEXT), must("key", TEXT))),
                      may("fieldRef", fields(must("fieldPath", TEXT)))))));

  /// The arguments that a rollout gives.
  static final Schema GIVEN_ARGUMENTS =
      list(
          fields(
              must("name", TEXT),
              may("value", TEXT),
              may(
                  "valueFrom",
                  fields(
                      may("podTemplateHashValue", new OneOf(List.of("Stable", "Latest"))),
                      may("fieldRef", fields(must("fieldPath", TEXT)))))));

  private static final Schema AUTHENTICATION =
      fields(
          may(
              "sigv4",
              fields(
                  may("address", TEXT),
                  may("region", TEXT),
                  may("profile", TEXT),
                  may("roleArn", TEXT))),
          may(
              "oauth2",
              fields(
                  may("tokenUrl", TEXT),
                  may("clientId", TEXT),
                  may("clientSecret", TEXT),
                  may("scopes", TEXTS))),
          may("basicAuth", fields(may("username", TEXT), may("password", TEXT))));

  private static final Schema HEADERS = list(fields(must("key", TEXT), must("value", TEXT)));

  private static final Schema PROMETHEUS =
      fields(
          may("address", TEXT),
          may("query", TEXT),
          may("authentication", AUTHENTICATION),
          may("timeout", WHOLE),
          may("insecure", FLAG),
          may("caCert", TEXT),
          may("headers", HEADERS),
          may("rangeQuery", fields(may("start", TEXT), may("end", TEXT), may("step", TEXT))));

  private static final Schema WEB =
      fields(
          must("url", TEXT),
          may("method", new OneOf(List.of("GET", "POST", "PUT"))),
          may("headers", HEADERS),
          may("body", TEXT),
          may("jsonBody", OBJECT),
          may("timeoutSeconds", WHOLE),
          may("jsonPath", TEXT),
          may("insecure", FLAG),
          may("authentication", AUTHENTICATION));

  private static final Schema KAYENTA_SCOPE =
      fields(
          must("scope", TEXT),
          must("region", TEXT),
          must("step", WHOLE),
          may("start", TEXT),
          may("end", TEXT));

  private static final Schema KAYENTA =
      fields(
          must("address", TEXT),
          must("application", TEXT),
          must("canaryConfigName", TEXT),
          must("metricsAccountName", TEXT),
          must("configurationAccountName", TEXT),
          must("storageAccountName", TEXT),
          must("threshold", fields(must("pass", WHOLE), must("marginal", WHOLE))),
          must(
              "scopes",
              list(
                  fields(
                      must("name", TEXT),
                      must("controlScope", KAYENTA_SCOPE),
                      must("experimentScope", KAYENTA_SCOPE)))),
          may("lookback", FLAG));

  private static final Schema DATADOG =
      fields(
          may("interval", TEXT),
          may("query", TEXT),
          may("queries", TEXT_TABLE),
          may("formula", TEXT),
          may("apiVersion", new OneOf(List.of("v1", "v2"))),
          may(
              "aggregator",
              new OneOf(
                  List.of(
                      "avg", "min", "max", "sum", "last", "percentile", "mean", "l2norm", "area"))),
          may("secretRef", fields(may("name", TEXT), may("namespaced", FLAG))));

  private static final Schema CLOUD_WATCH =
      fields(
          may("interval", TEXT),
          must(
              "metricDataQueries",
              list(
                  fields(
                      may("id", TEXT),
                      may("expression", TEXT),
                      may("label", TEXT),
                      may("metricStat", cloudWatchStatistic()),
                      may("period", WHOLE_OR_TEXT),
                      may("returnData", FLAG)))));

  private static final Schema PROVIDER =
      fields(
          may("prometheus", PROMETHEUS),
          may("kayenta", KAYENTA),
          may("web", WEB),
          may("datadog", DATADOG),
          may("wavefront", fields(may("address", TEXT), may("query", TEXT))),
          may("newRelic", fields(may("profile", TEXT), must("query", TEXT), may("timeout", WHOLE))),
          may("job", fields(may("metadata", Metadata.OBJECT_META), must("spec", OBJECT))),
          may("cloudWatch", CLOUD_WATCH),
          may("graphite", fields(may("address", TEXT), may("query", TEXT))),
          may("influxdb", fields(may("profile", TEXT), may("query", TEXT))),
          may(
              "skywalking",
              fields(may("address", TEXT), may("query", TEXT), may("interval", TEXT))),
          may("plugin", new Table(OBJECT)));

  private static final Schema METRICS =
      list(
          fields(
              must("name", TEXT),
              may("interval", TEXT),
              may("initialDelay", TEXT),
              may("count", WHOLE_OR_TEXT),
              may("successCondition", TEXT),
              may("failureCondition", TEXT),
              may("failureLimit", WHOLE_OR_TEXT),
              may("inconclusiveLimit", WHOLE_OR_TEXT),
              may("consecutiveErrorLimit", WHOLE_OR_TEXT),
              may("consecutiveSuccessLimit", WHOLE_OR_TEXT),
              must("provider", PROVIDER)));

  private static final Fields SPEC =
      fields(
          may("args", ARGUMENTS), may("dryRun", DRY_RUN), may("measurementRetention", RETENTION));

  static final Schema TEMPLATE =
      Metadata.document(SPEC.with(may("metrics", METRICS), may("templates", TEMPLATE_REFS)));

  static final Schema RUN =
      Metadata.document(
          SPEC.with(
              must("metrics", METRICS),
              may("terminate", FLAG),
              may(
                  "ttlStrategy",
                  fields(
                      may("secondsAfterCompletion", WHOLE),
                      may("secondsAfterFailure", WHOLE),
                      may("secondsAfterSuccess", WHOLE)))));

  private AnalysisFields() {}

  private static Schema cloudWatchStatistic() {
    return fields(
        may(
            "metric",
            fields(
                may("dimensions", list(fields(may("name", TEXT), may("value", TEXT)))),
                may("metricName", TEXT),
                may("namespace", TEXT))),
        may("period", WHOLE_OR_TEXT),
        may("stat", TEXT),
        may("unit", TEXT));
  }
}
