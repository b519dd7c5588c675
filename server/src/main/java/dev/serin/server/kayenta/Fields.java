package dev.serin.server.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// Reads the members of requests. What has the wrong type is a bad request.
final class Fields {
  /// Ten years in minutes, so that no sum overflows.
  private static final long LONGEST = 10 * 366 * 24 * 60;

  private Fields() {}

  static String text(JsonNode tree, String name) {
    JsonNode value = tree.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isValueNode()) {
      throw Wrong.request(name + " must be a text");
    }
    return value.asText();
  }

  static @Nullable Instant time(JsonNode tree, String name) {
    String text = text(tree, name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw Wrong.request(
          name + " must be a time such as 2026-01-02T03:04:05Z, but is " + shortened(text));
    }
  }

  static long minutes(JsonNode tree, String name, long otherwise) {
    JsonNode value = tree.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.canConvertToLong() && !value.asText().matches("-?[0-9]{1,9}")) {
      throw Wrong.request(name + " must be a whole number, but is " + shortened(value.toString()));
    }
    long number = value.asLong();
    if (Math.abs(number) > LONGEST) {
      throw Wrong.request(name + " must be at most " + LONGEST + ", but is " + number);
    }
    return number;
  }

  static double number(JsonNode tree, String name) {
    JsonNode value = tree.path(name);
    if (!value.isNumber()) {
      throw Wrong.request(name + " must be a number, but is " + shortened(value.toString()));
    }
    return value.asDouble();
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
