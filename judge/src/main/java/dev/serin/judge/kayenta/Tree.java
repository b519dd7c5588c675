package dev.serin.judge.kayenta;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// A place in a tree of maps, lists, texts, numbers and booleans, read as strictly as Kayenta
/// reads.
///
/// @param place as messages name it
/// @param node what stands there; null for nothing
record Tree(String place, @Nullable Object node) {

  /// What stands under a name; nothing when this is not a map.
  Tree at(String name) {
    Object child = node instanceof Map<?, ?> map ? map.get(name) : null;
    return new Tree(place.isEmpty() ? name : place + "." + name, child);
  }

  /// True when there is such a field, even a null one.
  boolean has(String name) {
    return node instanceof Map<?, ?> map && map.containsKey(name);
  }

  /// This place, which must be a map.
  Tree fields() {
    if (node instanceof Map<?, ?>) {
      return this;
    }
    throw wrong("must have fields");
  }

  /// A text, a number or a boolean, as text.
  String text() {
    return switch (node) {
      case String text -> text;
      case Number number -> number.toString();
      case Boolean flag -> flag.toString();
      case null, default -> throw wrong("must be a text");
    };
  }

  /// The entries of a list.
  <T> List<T> each(BiFunction<String, @Nullable Object, T> read) {
    if (!(node instanceof List<?> list)) {
      throw wrong("must be a list");
    }
    List<T> all = new ArrayList<>(list.size());
    for (int index = 0; index < list.size(); index++) {
      all.add(read.apply(place + "[" + index + "]", list.get(index)));
    }
    return List.copyOf(all);
  }

  /// A list of texts.
  List<String> texts() {
    return each((where, item) -> new Tree(where, item).text());
  }

  /// A map of texts; empty when it is missing.
  Map<String, String> textByName() {
    Map<String, String> all = new LinkedHashMap<>();
    fieldsOrNone().forEach((name, _) -> all.put("" + name, at("" + name).text()));
    return all;
  }

  /// The fields; none when this is missing.
  Map<?, ?> fieldsOrNone() {
    return node == null ? Map.of() : (Map<?, ?>) fields().known();
  }

  /// What stands here.
  Object known() {
    if (node == null) {
      throw wrong("is missing");
    }
    return node;
  }

  /// A number as it stands in data: null is 0, and NaN and infinities may be texts.
  double sample() {
    return switch (node) {
      case null -> 0;
      case Number number -> number.doubleValue();
      case String text -> sample(text.strip());
      default -> throw wrong("must be a number");
    };
  }

  private double sample(String text) {
    return switch (text) {
      case "" -> 0;
      case "NaN" -> Double.NaN;
      case "Infinity", "+Infinity", "INF" -> Double.POSITIVE_INFINITY;
      case "-Infinity", "-INF" -> Double.NEGATIVE_INFINITY;
      default -> parsed(text);
    };
  }

  private double parsed(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      throw wrong("must be a number");
    }
  }

  UnjudgeableException wrong(String problem) {
    return new UnjudgeableException(place, problem + was());
  }

  private String was() {
    return switch (node) {
      case null -> "; it is missing or null";
      case String text -> ", not \"" + text + "\"";
      case Number number -> ", not " + number;
      case Boolean flag -> ", not " + flag;
      default -> "";
    };
  }
}
