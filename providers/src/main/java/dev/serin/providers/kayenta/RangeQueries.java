package dev.serin.providers.kayenta;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.judge.kayenta.Series;
import dev.serin.providers.http.Access;
import dev.serin.providers.http.Answer;
import dev.serin.providers.http.Call;
import dev.serin.providers.http.Header;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.http.WebAddress;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Range queries of one Prometheus, with the labels of what they find.
///
/// @param http that makes the calls
/// @param server where it is, and how to get in
public record RangeQueries(HttpCaller http, Server server) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LARGEST_ANSWER = 16 << 20;

  /// A server.
  ///
  /// @param timeout of a query
  public record Server(WebAddress address, List<Header> headers, Access access, Duration timeout) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Copies its list.
    public Server {
      headers = List.copyOf(headers);
    }

    /// A server that lets everyone in.
    public static Server at(WebAddress address) {
      return new Server(address, List.of(), Access.PLAIN, PATIENCE);
    }
  }

  /// What a query found.
  sealed interface Found {
    /// Series; none when nothing matches.
    record Lines(List<Line> lines) implements Found {}

    /// Nothing can be said.
    record Failed(String why) implements Found {}

    /// The series; none when it failed.
    default List<Line> lines() {
      return List.of();
    }
  }

  Found read(String query, Scope scope) {
    Call call = call(query, scope);
    return switch (http.call(call)) {
      case Answer.Failed(var why) -> new Found.Failed("Prometheus: " + why);
      case Answer.Received received -> found(call, received, scope.start());
    };
  }

  private Call call(String query, Scope scope) {
    String form =
        "query=%s&start=%s&end=%s&step=%s"
            .formatted(
                URLEncoder.encode(query, UTF_8),
                seconds(scope.start().toEpochMilli()),
                seconds(scope.end().toEpochMilli()),
                seconds(scope.step().toMillis()));
    List<Header> headers = new ArrayList<>(server.headers());
    headers.add(Header.FORM);
    return new Call(
        "POST",
        server.address().below("/api/v1/query_range", ""),
        headers,
        form,
        server.access(),
        server.timeout(),
        LARGEST_ANSWER);
  }

  private static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).toPlainString();
  }

  private static Found found(Call call, Answer.Received received, Instant start) {
    JsonNode answer = parsed(received.body());
    if (answer.path("status").asText("").equals("error")) {
      return new Found.Failed(
          "Prometheus: %s answered %d %s: %s; check the query"
              .formatted(
                  call.address(),
                  received.status(),
                  answer.path("errorType").asText("error"),
                  call.quoted(answer.path("error").asText(""))));
    }
    if (!received.successful() || !answer.at("/data/resultType").asText("").equals("matrix")) {
      return new Found.Failed(
          "Prometheus: %s answered %d, not with a range of Prometheus (%s); check the address"
              .formatted(call.address(), received.status(), call.quoted(received.body())));
    }
    List<Line> lines = new ArrayList<>();
    for (JsonNode one : answer.at("/data/result")) {
      if (!one.has("values")) {
        return new Found.Failed(
            "Prometheus: %s answered with a histogram: ask for a number of it"
                .formatted(call.address()));
      }
      lines.add(line(one, start.toEpochMilli() / 1e3));
    }
    return new Found.Lines(lines);
  }

  private static JsonNode parsed(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException _) {
      return JSON.missingNode();
    }
  }

  private static Line line(JsonNode one, double start) {
    Map<String, String> tags = new TreeMap<>();
    one.path("metric")
        .properties()
        .forEach(label -> tags.put(label.getKey(), label.getValue().asText()));
    tags.remove("__name__");
    JsonNode points = one.path("values");
    double[] seconds = new double[points.size()];
    double[] values = new double[points.size()];
    for (int index = 0; index < values.length; index++) {
      seconds[index] = points.path(index).path(0).asDouble() - start;
      values[index] = number(points.path(index).path(1).asText("NaN"));
    }
    return new Line(tags, Series.of(seconds), Series.of(values));
  }

  private static double number(String sample) {
    return switch (sample) {
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(sample);
    };
  }
}
