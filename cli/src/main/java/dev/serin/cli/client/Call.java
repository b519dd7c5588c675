package dev.serin.cli.client;

import dev.serin.cli.console.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is asked of a server in one request.
///
/// @param path below `/api/v1`
/// @param body empty for none
/// @param patience how long the answer may take
record Call(
    String method,
    String path,
    SequencedMap<String, String> query,
    SequencedMap<String, String> headers,
    String body,
    Duration patience) {
  private static final Duration USUAL = Duration.ofSeconds(30);

  Call {
    query = new LinkedHashMap<>(query);
    headers = new LinkedHashMap<>(headers);
  }

  /// Asks for what is at a path.
  static Call get(String... path) {
    return call("GET", path);
  }

  /// Asks that what is at a path be gone.
  static Call delete(String... path) {
    return call("DELETE", path);
  }

  /// Hands in something.
  static Call post(String... path) {
    return call("POST", path);
  }

  private static Call call(String method, String... path) {
    String joined = Stream.of(path).map(Call::encoded).collect(Collectors.joining("/", "/", ""));
    return new Call(method, joined, new LinkedHashMap<>(), new LinkedHashMap<>(), "", USUAL);
  }

  /// With a parameter of the query; an empty value is left out.
  Call with(String name, String value) {
    return value.isEmpty()
        ? this
        : new Call(method, path, and(query, name, value), headers, body, patience);
  }

  /// With a header.
  Call header(String name, String value) {
    return new Call(method, path, query, and(headers, name, value), body, patience);
  }

  /// With a body in JSON.
  Call json(String type, Map<String, ?> tree) {
    return new Call(
        method, path, query, and(headers, "Content-Type", type), Json.line(tree), patience);
  }

  /// With another time that the answer may take.
  Call within(Duration other) {
    return new Call(method, path, query, headers, body, other);
  }

  /// With at most another time that the answer may take.
  Call atMost(Duration other) {
    return other.compareTo(patience) < 0 ? within(other) : this;
  }

  /// The path with its query.
  String target() {
    return query.isEmpty()
        ? path
        : path
            + query.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&", "?", ""));
  }

  private static SequencedMap<String, String> and(
      SequencedMap<String, String> map, String name, String value) {
    SequencedMap<String, String> more = new LinkedHashMap<>(map);
    more.put(name, value);
    return more;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
