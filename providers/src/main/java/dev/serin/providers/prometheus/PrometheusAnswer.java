package dev.serin.providers.prometheus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.core.analysis.Result;
import dev.serin.core.engine.MetricProvider.Reading;
import dev.serin.providers.http.Answer;
import dev.serin.providers.http.Call;
import dev.serin.providers.http.Decimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Reads an answer of Prometheus' HTTP API, version 1.
///
/// @param call that it answers
record PrometheusAnswer(Call call) {
  private static final JsonMapper JSON = new JsonMapper();

  /// What the answer says.
  ///
  /// @throws IllegalArgumentException when a sample is no number
  Reading reading(Answer.Received received) {
    JsonNode answer = parsed(received.body());
    Optional<String> refusal = refusal(received, answer);
    return refusal.isPresent() ? new Reading.Unavailable(refusal.get()) : value(answer);
  }

  /// The samples of an instant query, with their labels.
  ///
  /// @throws IllegalArgumentException when a sample is no number
  InstantQueries.Answered samples(Answer.Received received) {
    JsonNode answer = parsed(received.body());
    Optional<String> refusal = refusal(received, answer);
    if (refusal.isPresent()) {
      return new InstantQueries.Answered.Refused(refusal.get());
    }
    JsonNode data = answer.path("data");
    return switch (data.path("resultType").asText("")) {
      case "vector" -> new InstantQueries.Answered.Samples(labelled(data.path("result")));
      case "scalar" ->
          new InstantQueries.Answered.Samples(
              List.of(new InstantQueries.Sample(Map.of(), number(data.path("result")))));
      case String other ->
          new InstantQueries.Answered.Refused(unfit(other, "a number or a vector"));
    };
  }

  /// Why there is no result; empty when there is one.
  private Optional<String> refusal(Answer.Received received, JsonNode answer) {
    if (answer.path("status").asText("").equals("error")) {
      return Optional.of(refused(received.status(), answer));
    }
    return received.successful() && answer.path("data").has("resultType")
        ? Optional.empty()
        : Optional.of(foreign(received));
  }

  private static JsonNode parsed(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException _) {
      return JSON.missingNode();
    }
  }

  private String refused(int status, JsonNode answer) {
    String help =
        switch (answer.path("errorType").asText("")) {
          case "bad_data" -> "check the query";
          case "execution" -> "check what the query selects";
          case "timeout", "canceled" ->
              "make the query cheaper, or raise the server's query.timeout";
          case "unavailable", "internal" -> "see the server's log";
          default -> "check the address and the query";
        };
    return "Prometheus: %s answered %d %s: %s; %s"
        .formatted(
            call.address(),
            status,
            answer.path("errorType").asText("error"),
            call.quoted(answer.path("error").asText("")),
            help);
  }

  private String foreign(Answer.Received received) {
    String help =
        switch (received.status()) {
          case 401, 403 -> "check authentication and headers";
          case 404, 405 -> "check that the address is that of a Prometheus, with its path prefix";
          case 429, 502, 503, 504 -> "see whether the server or a proxy before it is overloaded";
          default -> "check that the address is that of a Prometheus";
        };
    return "Prometheus: %s answered %d, not with Prometheus' JSON (%s); %s"
        .formatted(call.address(), received.status(), call.quoted(received.body()), help);
  }

  private Reading value(JsonNode answer) {
    JsonNode result = answer.path("data").path("result");
    return switch (answer.path("data").path("resultType").asText("")) {
      case "scalar" -> scalar(result, answer);
      case "vector" -> list(samples(result, "value"), answer);
      case "matrix" -> list(samples(result, "values"), answer);
      case String other -> new Reading.Unavailable(unfit(other, "a number, a vector or a range"));
    };
  }

  private String unfit(String type, String wanted) {
    return "Prometheus: %s answered with a %s: ask for %s"
        .formatted(call.address(), call.quoted(type), wanted);
  }

  private Reading scalar(JsonNode sample, JsonNode answer) {
    double value = number(sample);
    return new Reading.Value(new Result.Scalar(value), Decimal.shown(value), warnings(answer));
  }

  private Reading list(List<Double> values, JsonNode answer) {
    String shown = values.stream().map(Decimal::shown).collect(Collectors.joining(",", "[", "]"));
    return new Reading.Value(new Result.Vector(values), shown, warnings(answer));
  }

  private List<InstantQueries.Sample> labelled(JsonNode series) {
    List<InstantQueries.Sample> samples = new ArrayList<>();
    for (JsonNode one : series) {
      Map<String, String> labels = new TreeMap<>();
      one.path("metric").forEachEntry((name, value) -> labels.put(name, value.asText("")));
      samplesOf(one, "value").forEach(v -> samples.add(new InstantQueries.Sample(labels, v)));
    }
    return samples;
  }

  /// @param field `value` holds one sample, `values` a list of them
  private List<Double> samples(JsonNode series, String field) {
    List<Double> values = new ArrayList<>();
    for (JsonNode one : series) {
      values.addAll(samplesOf(one, field));
    }
    return values;
  }

  private List<Double> samplesOf(JsonNode one, String field) {
    if (!one.has(field)) {
      throw new IllegalArgumentException(
          call.address()
              + " answered with a histogram: ask for a number of it, as histogram_quantile()"
              + " and histogram_avg() give");
    }
    if (field.equals("value")) {
      return List.of(number(one.get(field)));
    }
    List<Double> values = new ArrayList<>();
    one.get(field).forEach(sample -> values.add(number(sample)));
    return values;
  }

  private double number(JsonNode sample) {
    String text = sample.path(1).asText("");
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      case String _ -> parsed(text, sample);
    };
  }

  private double parsed(String text, JsonNode sample) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(
          "%s answered with %s where a sample was expected: check that it is a Prometheus"
              .formatted(call.address(), call.quoted(sample.toString())));
    }
  }

  private static Map<String, String> warnings(JsonNode answer) {
    JsonNode warnings = answer.path("warnings");
    if (warnings.isEmpty()) {
      return Map.of();
    }
    List<String> quoted = new ArrayList<>();
    warnings.forEach(warning -> quoted.add("\"" + warning.asText("") + "\""));
    return Map.of("warnings", String.join(", ", quoted));
  }
}
