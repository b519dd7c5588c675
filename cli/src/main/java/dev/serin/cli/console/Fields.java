package dev.serin.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.stream.IntStream;

/// The fields of a JSON object. What is wrong with one is an IllegalArgumentException that names
/// it.
public final class Fields {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /// Beyond this, not every whole number is one of JavaScript's and Java's doubles.
  private static final long LARGEST = 1L << 53;

  private final JsonNode tree;
  private final String prefix;

  private Fields(JsonNode tree, String prefix) {
    this.tree = tree;
    this.prefix = prefix;
  }

  /// The object on a line.
  ///
  /// @throws IllegalArgumentException when there is none
  public static Fields of(String line) {
    try {
      JsonNode tree = JSON.readTree(line);
      if (!tree.isObject()) {
        throw new IllegalArgumentException("a line must be a JSON object");
      }
      return new Fields(tree, "");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the line is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// The `id` of a line, as text; empty when there is none, or the line is no object.
  public static String id(String line) {
    try {
      return JSON.readTree(line).path("id").asText("");
    } catch (JsonProcessingException _) {
      return "";
    }
  }

  /// These fields, when there are no others.
  ///
  /// @throws IllegalArgumentException when there are
  public Fields only(String... known) {
    for (var field : tree.properties()) {
      if (!List.of(known).contains(field.getKey())) {
        throw new IllegalArgumentException(
            "there is no field "
                + prefix
                + field.getKey()
                + "; the fields are "
                + String.join(", ", known));
      }
    }
    return this;
  }

  /// Whether the field is there.
  public boolean has(String name) {
    return tree.hasNonNull(name);
  }

  /// A number.
  ///
  /// @throws IllegalArgumentException when it is missing, or is none
  public double number(String name) {
    JsonNode value = tree.path(name);
    if (!value.isNumber()) {
      throw wrong(name, "a number", value);
    }
    return value.asDouble();
  }

  /// A number, or another when it is missing.
  public double number(String name, double otherwise) {
    return has(name) ? number(name) : otherwise;
  }

  /// A count.
  ///
  /// @throws IllegalArgumentException when it is missing, or is no whole number from 0 to 2^53
  public long count(String name) {
    return whole(tree.path(name), name);
  }

  /// Counts in a list.
  ///
  /// @throws IllegalArgumentException when it is missing, or one is no count
  public long[] counts(String name) {
    JsonNode list = list(name);
    return IntStream.range(0, list.size())
        .mapToLong(i -> whole(list.get(i), name + "[" + i + "]"))
        .toArray();
  }

  /// Numbers in a list.
  ///
  /// @throws IllegalArgumentException when it is missing, or one is no number
  public double[] numbers(String name) {
    JsonNode list = list(name);
    for (JsonNode value : list) {
      if (!value.isNumber()) {
        throw wrong(name, "a list of numbers", list);
      }
    }
    return IntStream.range(0, list.size()).mapToDouble(i -> list.get(i).asDouble()).toArray();
  }

  /// A text.
  ///
  /// @throws IllegalArgumentException when it is missing, or is none
  public String text(String name) {
    JsonNode value = tree.path(name);
    if (!value.isTextual()) {
      throw wrong(name, "a text", value);
    }
    return value.asText();
  }

  /// An object.
  ///
  /// @throws IllegalArgumentException when it is missing, or is none
  public Fields object(String name) {
    JsonNode value = tree.path(name);
    if (!value.isObject()) {
      throw wrong(name, "an object", value);
    }
    return new Fields(value, prefix + name + ".");
  }

  /// Something that is wrong with a field.
  public IllegalArgumentException wrong(String name, String must) {
    return wrong(name, must, tree.path(name));
  }

  private JsonNode list(String name) {
    JsonNode value = tree.path(name);
    if (!value.isArray()) {
      throw wrong(name, "a list", value);
    }
    return value;
  }

  private long whole(JsonNode value, String name) {
    if (!value.isNumber()
        || value.asDouble() != Math.rint(value.asDouble())
        || value.asDouble() < 0
        || value.asDouble() > LARGEST) {
      throw wrong(name, "a whole number of 0 or more", value);
    }
    return value.asLong();
  }

  private IllegalArgumentException wrong(String name, String must, JsonNode value) {
    return new IllegalArgumentException(
        value.isMissingNode()
            ? prefix + name + " is missing: it must be " + must
            : prefix + name + " must be " + must + ", but is " + value);
  }
}
