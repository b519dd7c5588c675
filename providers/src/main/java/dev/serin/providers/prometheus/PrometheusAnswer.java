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
    if (answer.path("status").asText("").equals("error")) {
      return refused(received.status(), answer);
    }
    if (!received.successful() || !answer.path("data").has("resultType")) {
      return foreign(received);
    }
    return value(answer);
  }

  private static JsonNode parsed(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException _) {
      return JSON.missingNode();
    }
  }

  private Reading refused(int status, JsonNode answer) {
    String help =
        switch (answer.path("errorType").asText("")) {
          case "bad_data" -> "check the query";
          case "execution" -> "check what the query selects";
          case "timeout", "canceled" ->
              "make the query cheaper, or raise the server's query.timeout";
          case "unavailable", "internal" -> "see the server's log";
          default -> "check the address and the query";
        };
    return new Reading.Unavailable(
        "Prometheus: %s answered %d %s: %s; %s"
            .formatted(
                call.address(),
                status,
                answer.path("errorType").asText("error"),
                call.quoted(answer.path("error").asText("")),
                help));
  }

  private Reading foreign(Answer.Received received) {
    String help =
        switch (received.status()) {
          case 401, 403 -> "check authentication and headers";
          case 404, 405 -> "check that the address is that of a Prometheus, with its path prefix";
          case 429, 502, 503, 504 -> "see whether the server or a proxy before it is overloaded";
          default -> "check that the address is that of a Prometheus";
        };
    return new Reading.Unavailable(
        "Prometheus: %s answered %d, not with Prometheus' JSON (%s); %s"
            .formatted(call.address(), received.status(), call.quoted(received.body()), help));
  }

  private Reading value(JsonNode answer) {
    JsonNode result = answer.path("data").path("result");
    return switch (answer.path("data").path("resultType").asText("")) {
      case "scalar" -> scalar(result, answer);
      case "vector" -> list(samples(result, "value"), answer);
      case "matrix" -> list(samples(result, "values"), answer);
      case String other ->
          new Reading.Unavailable(
              "Prometheus: %s answered with a %s: ask for a number, a vector or a range"
                  .formatted(call.address(), call.quoted(other)));
    };
  }

  private Reading scalar(JsonNode sample, JsonNode answer) {
    double value = number(sample);
    return new Reading.Value(new Result.Scalar(value), Decimal.shown(value), warnings(answer));
  }

  private Reading list(List<Double> values, JsonNode answer) {
    String shown = values.stream().map(Decimal::shown).collect(Collectors.joining(",", "[", "]"));
    return new Reading.Value(new Result.Vector(values), shown, warnings(answer));
  }

  /// @param field `value` holds one sample, `values` a list of them
  private List<Double> samples(JsonNode series, String field) {
    List<Double> values = new ArrayList<>();
    for (JsonNode one : series) {
      if (!one.has(field)) {
        throw new IllegalArgumentException(
            call.address()
                + " answered with a histogram: ask for a number of it, as histogram_quantile()"
                + " and histogram_avg() give");
      }
      if (field.equals("value")) {
        values.add(number(one.get(field)));
      } else {
        one.get(field).forEach(sample -> values.add(number(sample)));
      }
    }
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
