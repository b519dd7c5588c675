package dev.serin.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.AnalysisTemplate;
import dev.serin.core.analysis.Argument;
import dev.serin.core.analysis.Arguments;
import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.GoDuration;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.TemplateRef;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Arguments, templates, validation and durations of analyses, as Argo's own functions answered.
class AnalysisArgsTest {
  private static final String FILE = "argo/analysis-args.json";

  @Test
  void argumentsTemplatesAndDurationsAreThoseOfArgo() {
    Score score = new Score(FILE);
    for (JsonNode vector : Vectors.json(FILE).path("vectors")) {
      JsonNode expected = vector.path("expected");
      Answer answer = answer(vector.path("kind").asText(), vector.path("inputs"), expected);
      boolean panics = vector.path("argoPanics").asBoolean(expected.path("argoPanics").asBoolean());
      Object wanted = panics ? "an error" : answer.expected();
      Object given =
          panics && answer.actual() instanceof Checked.Invalid<?> ? "an error" : answer.actual();
      score.compare(vector.path("id").asText(), wanted, given);
    }
    score.close();
  }

  private record Answer(Object expected, Object actual) {}

  private static Answer answer(String kind, JsonNode inputs, JsonNode expected) {
    return switch (kind) {
      case "resolveArgs" ->
          new Answer(
              AnalysisJson.checked(expected, e -> e.path("value").asText()),
              Arguments.resolve(inputs.path("Template").asText(), args(inputs.path("Args"))));
      case "resolveMetricArgs" ->
          new Answer(
              AnalysisJson.checked(expected, e -> AnalysisJson.metric(e.path("metric"))),
              Arguments.resolve(
                  AnalysisJson.metric(inputs.path("Metric")), args(inputs.path("Args"))));
      case "mergeArgs" ->
          new Answer(
              AnalysisJson.checked(expected, e -> args(e.path("args"))),
              Arguments.merge(args(inputs.path("Incoming")), args(inputs.path("Template"))));
      case "flattenTemplates" ->
          new Answer(
              AnalysisJson.checked(expected, e -> AnalysisJson.spec(e.path("spec"))),
              AnalysisTemplate.flatten(templates(inputs)));
      case "validateMetrics" ->
          new Answer(expected.path("error").asText("null"), firstError(inputs.path("Metrics")));
      case "effectiveCount" ->
          new Answer(
              expected.path("effectiveCount").isNumber()
                  ? OptionalInt.of(expected.path("effectiveCount").asInt())
                  : OptionalInt.empty(),
              AnalysisJson.metric(inputs.path("Metric")).effectiveCount());
      case "fieldRef" ->
          new Answer(
              AnalysisJson.checked(expected, e -> e.path("value").asText()),
              Arguments.field(
                  AnalysisJson.tree(inputs.path("Rollout")), inputs.path("Path").asText()));
      case "duration" ->
          new Answer(
              AnalysisJson.checked(expected, AnalysisArgsTest::seconds),
              GoDuration.interval(inputs.path("S").asText()));
      case "pauseDuration" ->
          new Answer(
              seconds(expected),
              inputs.has("duration") ? pause(inputs.path("duration").asText()) : Duration.ZERO);
      case "worse" ->
          new Answer(
              expected.isBoolean() ? expected.asBoolean() : expected.path("worse").asBoolean(),
              phase(inputs.path("New")).worseThan(phase(inputs.path("Current"))));
      default -> new Answer("a known kind of vector", kind);
    };
  }

  private static List<Argument> args(JsonNode args) {
    return AnalysisJson.list(args, AnalysisJson::argument);
  }

  private static List<AnalysisTemplate> templates(JsonNode inputs) {
    return Stream.concat(
            AnalysisJson.list(
                inputs.path("Templates"),
                t -> AnalysisJson.template(t, TemplateRef.Scope.NAMESPACE))
                .stream(),
            AnalysisJson.list(
                inputs.path("ClusterTemplates"),
                t -> AnalysisJson.template(t, TemplateRef.Scope.CLUSTER))
                .stream())
        .toList();
  }

  private static String firstError(JsonNode metrics) {
    return Metric.errors(AnalysisJson.list(metrics, AnalysisJson::metric)).stream()
        .findFirst()
        .orElse("null");
  }

  private static Duration seconds(JsonNode expected) {
    return Duration.ofNanos(Math.round(expected.path("seconds").asDouble() * 1e9));
  }

  /// Argo's pause of -1 s is what it makes of a text that is no duration.
  private static Duration pause(String text) {
    return switch (GoDuration.pause(text)) {
      case Checked.Valid<Duration>(Duration time) -> time;
      case Checked.Invalid<Duration> _ -> Duration.ofSeconds(-1);
    };
  }

  /// Argo gives what is no phase the rank of the best one.
  private static AnalysisPhase phase(JsonNode phase) {
    return phase.asText().isEmpty() ? AnalysisPhase.SUCCESSFUL : AnalysisJson.phase(phase);
  }
}
