package dev.serin.providers.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.providers.http.Access;
import dev.serin.providers.http.Call;
import dev.serin.providers.http.Header;
import dev.serin.providers.http.Settings;
import dev.serin.providers.http.WebAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Makes an HTTP call of what a manifest asks a web service.
final class WebRequest {
  private static final long DEFAULT_TIMEOUT_SECONDS = 10;
  private static final int LARGEST_ANSWER = 1 << 20;
  private static final JsonMapper JSON = new JsonMapper();

  private WebRequest() {}

  /// The call.
  ///
  /// @throws IllegalArgumentException when a setting can not be used
  static Call call(Settings settings) {
    Optional<Object> jsonBody = settings.any("jsonBody");
    List<Header> headers = new ArrayList<>(Header.of(settings));
    if (jsonBody.isPresent()
        && headers.stream().noneMatch(it -> it.key().equalsIgnoreCase(Header.JSON.key()))) {
      headers.add(Header.JSON);
    }
    String body = jsonBody.map(WebRequest::json).or(() -> settings.text("body")).orElse("");
    return new Call(
        method(settings),
        WebAddress.parse(settings.at("url"), settings.required("url")),
        headers,
        body,
        Access.of(settings),
        timeout(settings),
        LARGEST_ANSWER);
  }

  private static String method(Settings settings) {
    boolean body = settings.text("body").isPresent();
    boolean jsonBody = settings.any("jsonBody").isPresent();
    if (body && jsonBody) {
      throw new IllegalArgumentException(
          settings.at("body") + " and jsonBody exclude each other: keep one of them");
    }
    String method = settings.text("method").orElse("GET").toUpperCase(Locale.ROOT);
    return switch (method) {
      case "POST", "PUT" -> method;
      case "GET" -> {
        if (body || jsonBody) {
          throw new IllegalArgumentException(
              settings.at("method") + " is GET, which has no body: set POST or PUT");
        }
        yield method;
      }
      default ->
          throw new IllegalArgumentException(
              settings.at("method") + " is \"" + method + "\": give GET, POST or PUT");
    };
  }

  private static Duration timeout(Settings settings) {
    long seconds = settings.whole("timeoutSeconds").orElse(DEFAULT_TIMEOUT_SECONDS);
    if (seconds > 3_600) {
      throw new IllegalArgumentException(
          settings.at("timeoutSeconds") + " is " + seconds + ": give 1 to 3600");
    }
    return Duration.ofSeconds(seconds < 1 ? DEFAULT_TIMEOUT_SECONDS : seconds);
  }

  private static String json(Object tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException noJson) {
      throw new IllegalArgumentException("jsonBody can not be written as JSON", noJson);
    }
  }
}
