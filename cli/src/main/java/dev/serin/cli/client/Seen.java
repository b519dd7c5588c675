package dev.serin.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.serin.cli.view.Words;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// An object as a server told of it. What is missing reads as empty, so that an older or a newer
/// server can be talked to.
///
/// @param tree as it came, for scripts
public record Seen(JsonNode tree) {
  /// An object without fields.
  public static final Seen NOTHING = new Seen(MissingNode.getInstance());

  /// A text on one line, without characters that a terminal would obey; empty when there is none.
  public String text(String name) {
    JsonNode value = tree.path(name);
    return value.isValueNode() && !value.isNull() ? Words.plain(value.asText()) : "";
  }

  /// A text, or another when there is none.
  public String text(String name, String otherwise) {
    String text = text(name);
    return text.isEmpty() ? otherwise : text;
  }

  /// A number; NaN when there is none.
  public double number(String name) {
    JsonNode value = tree.path(name);
    return value.isNumber() ? value.asDouble() : Double.NaN;
  }

  /// A whole number; 0 when there is none.
  public long count(String name) {
    return tree.path(name).asLong(0);
  }

  /// Whether it is said to be so.
  public boolean is(String name) {
    return tree.path(name).asBoolean(false);
  }

  /// A moment; empty when there is none.
  public Optional<Instant> time(String name) {
    try {
      return text(name).isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text(name)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /// An object in it; empty when there is none.
  public Optional<Seen> part(String name) {
    JsonNode value = tree.path(name);
    return value.isObject() ? Optional.of(new Seen(value)) : Optional.empty();
  }

  /// The objects of a list in it.
  public List<Seen> parts(String name) {
    JsonNode list = tree.path(name);
    return IntStream.range(0, list.size()).mapToObj(i -> new Seen(list.path(i))).toList();
  }

  /// The texts of a list in it.
  public List<String> texts(String name) {
    JsonNode list = tree.path(name);
    return IntStream.range(0, list.size())
        .mapToObj(i -> Words.plain(list.path(i).asText()))
        .filter(text -> !text.isEmpty())
        .toList();
  }
}
