package dev.serin.conformance;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.AnalysisSpec;
import dev.serin.core.analysis.AnalysisTemplate;
import dev.serin.core.analysis.Argument;
import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.MetricResult;
import dev.serin.core.analysis.MetricRule;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.analysis.TemplateRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Reads Argo's JSON of analyses, as the vectors hold it, into Serin's types.
final class AnalysisJson {
  /// The instant that the vectors call now.
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private AnalysisJson() {}

  static AnalysisRun run(JsonNode run) {
    JsonNode spec = run.path("spec");
    return new AnalysisRun(
        "run", spec(spec), spec.path("terminate").asBoolean(), null, status(run.path("status")));
  }

  static AnalysisSpec spec(JsonNode spec) {
    return new AnalysisSpec(
        list(spec.path("metrics"), AnalysisJson::metric),
        list(spec.path("args"), AnalysisJson::argument),
        list(spec.path("dryRun"), r -> new MetricRule.DryRun(r.path("metricName").asText())),
        list(
            spec.path("measurementRetention"),
            r ->
                new MetricRule.Retention(
                    r.path("metricName").asText(),
                    r.has("limit") ? r.path("limit").asInt() : null)));
  }

  static Metric metric(JsonNode metric) {
    return new Metric(
        metric.path("name").asText(),
        text(metric, "interval"),
        text(metric, "initialDelay"),
        text(metric, "count"),
        metric.path("successCondition").asText(),
        metric.path("failureCondition").asText(),
        new Metric.Limits(
            text(metric, "failureLimit"),
            text(metric, "inconclusiveLimit"),
            text(metric, "consecutiveErrorLimit"),
            text(metric, "consecutiveSuccessLimit")),
        provider(metric.path("provider")));
  }

  static Argument argument(JsonNode arg) {
    JsonNode from = arg.path("valueFrom");
    JsonNode secret = from.path("secretKeyRef");
    Argument.Origin origin =
        secret.isObject()
            ? new Argument.Origin.Secret(secret.path("name").asText(), secret.path("key").asText())
            : from.path("fieldRef").isObject()
                ? new Argument.Origin.Field(from.path("fieldRef").path("fieldPath").asText())
                : null;
    return new Argument(arg.path("name").asText(), text(arg, "value"), origin);
  }

  static AnalysisTemplate template(JsonNode template, TemplateRef.Scope scope) {
    String name = template.path("metadata").path("name").asText();
    return new AnalysisTemplate(
        new TemplateRef(name, scope), spec(template.path("spec")), List.of());
  }

  static AnalysisRun.Status status(JsonNode status) {
    return new AnalysisRun.Status(
        phase(status.path("phase")),
        status.path("message").asText(),
        time(status.path("startedAt")),
        time(status.path("completedAt")),
        list(status.path("metricResults"), AnalysisJson::result),
        summary(status.path("runSummary")),
        summary(status.path("dryRunSummary")));
  }

  static MetricResult result(JsonNode result) {
    return new MetricResult(
        result.path("name").asText(),
        phase(result.path("phase")),
        result.path("message").asText(),
        result.path("dryRun").asBoolean(),
        result.path("count").asInt(),
        result.path("successful").asInt(),
        result.path("failed").asInt(),
        result.path("inconclusive").asInt(),
        result.path("error").asInt(),
        result.path("consecutiveError").asInt(),
        result.path("consecutiveSuccess").asInt(),
        texts(result.path("metadata")),
        list(result.path("measurements"), AnalysisJson::measurement));
  }

  static Measurement measurement(JsonNode measurement) {
    Instant startedAt = time(measurement.path("startedAt"));
    return new Measurement(
        phase(measurement.path("phase")),
        measurement.path("value").asText(),
        measurement.path("message").asText(),
        startedAt == null ? NOW : startedAt,
        time(measurement.path("finishedAt")),
        time(measurement.path("resumeAt")),
        texts(measurement.path("metadata")));
  }

  static AnalysisRun.Ttl ttl(JsonNode ttl) {
    return new AnalysisRun.Ttl(
        number(ttl, "secondsAfterCompletion"),
        number(ttl, "secondsAfterFailure"),
        number(ttl, "secondsAfterSuccess"));
  }

  /// What Argo has not set yet is pending in Serin.
  static AnalysisPhase phase(JsonNode phase) {
    return phase.asText().isEmpty()
        ? AnalysisPhase.PENDING
        : Arrays.stream(AnalysisPhase.values())
            .filter(p -> p.word().equals(phase.asText()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("phase " + phase));
  }

  /// The text `{"error": ...}` when there is one, else what `value` reads.
  static <T> Checked<T> checked(JsonNode expected, Function<JsonNode, T> value) {
    return expected.path("error").isTextual()
        ? new Checked.Invalid<>(expected.path("error").asText())
        : new Checked.Valid<>(value.apply(expected));
  }

  static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
    return StreamSupport.stream(array.spliterator(), false).map(read).toList();
  }

  static Map<String, Object> tree(JsonNode node) {
    return Vectors.JSON.convertValue(node, new TypeReference<Map<String, Object>>() {});
  }

  static @Nullable Instant time(JsonNode time) {
    return time.has("secondsFromNow")
        ? NOW.plusMillis(Math.round(time.path("secondsFromNow").asDouble() * 1000))
        : null;
  }

  private static ProviderConfig provider(JsonNode provider) {
    List<String> kinds = new ArrayList<>();
    List<JsonNode> settings = new ArrayList<>();
    provider
        .properties()
        .forEach(
            one -> {
              Iterable<Map.Entry<String, JsonNode>> named =
                  one.getKey().equals("plugin") ? one.getValue().properties() : List.of(one);
              named.forEach(
                  e -> {
                    kinds.add(e.getKey());
                    settings.add(e.getValue());
                  });
            });
    return new ProviderConfig(
        String.join(", ", kinds), settings.size() == 1 ? tree(settings.getFirst()) : Map.of());
  }

  private static AnalysisRun.Summary summary(JsonNode summary) {
    return new AnalysisRun.Summary(
        summary.path("count").asInt(),
        summary.path("successful").asInt(),
        summary.path("failed").asInt(),
        summary.path("inconclusive").asInt(),
        summary.path("error").asInt());
  }

  private static Map<String, String> texts(JsonNode map) {
    return map.isObject()
        ? Vectors.JSON.convertValue(map, new TypeReference<Map<String, String>>() {})
        : Map.of();
  }

  private static @Nullable String text(JsonNode parent, String field) {
    return parent.hasNonNull(field) ? parent.path(field).asText() : null;
  }

  private static @Nullable Integer number(JsonNode parent, String field) {
    return parent.hasNonNull(field) ? parent.path(field).asInt() : null;
  }
}
