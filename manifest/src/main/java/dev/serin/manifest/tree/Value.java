package dev.serin.manifest.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A value in a manifest, or the place where one could stand and does not. Null counts as not
/// there, as it does for Kubernetes.
public final class Value {
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

  private final @Nullable Node node;
  private final String path;
  private final Place place;

  private Value(@Nullable Node node, String path, Place place) {
    this.node = node;
    this.path = path;
    this.place = place;
  }

  static Value root(Node node) {
    return new Value(node, "", node.place());
  }

  /// The field `name` of this object; not present when there is none, or this is no object.
  public Value at(String name) {
    String below = path.isEmpty() ? name : path + "." + name;
    if (node instanceof Node.Mapping mapping) {
      Node.Field field = mapping.fields().get(name);
      if (field != null) {
        return new Value(field.value(), below, field.value().place());
      }
    }
    return new Value(null, below, place);
  }

  /// The value at a path such as `spec.strategy.canary.steps[0]`, of names without dots.
  public Value walk(String steps) {
    Value value = this;
    for (String step : steps.replace("[", ".").replace("]", "").split("\\.", -1)) {
      value = INDEX.matcher(step).matches() ? value.item(Integer.parseInt(step)) : value.at(step);
    }
    return value;
  }

  private Value item(int index) {
    List<Value> all = items();
    return index < all.size() ? all.get(index) : new Value(null, path + "[" + index + "]", place);
  }

  /// The field's name, with the place where that stands rather than its value.
  public Value key(String name) {
    Value value = at(name);
    if (node instanceof Node.Mapping mapping) {
      Node.Field field = mapping.fields().get(name);
      if (field != null) {
        return new Value(field.value(), value.path, field.key());
      }
    }
    return value;
  }

  /// Where it stands in its document: `spec.replicas`; empty for the document.
  public String path() {
    return path;
  }

  /// Where it stands in its file; of what should hold it when it is not there.
  public Place place() {
    return place;
  }

  /// True when there is a value other than null.
  public boolean present() {
    return node != null && !(node instanceof Node.Nothing);
  }

  /// True when the field is written, be it as null.
  public boolean written() {
    return node != null;
  }

  /// The word for its type in JSON Schema; `null` when it is not there.
  public String type() {
    return node == null ? "null" : node.type();
  }

  /// The text; empty when it is not there or no text.
  public String text() {
    return node instanceof Node.Text text ? text.value() : "";
  }

  /// The text; null when it is not there or no text.
  public @Nullable String textOrNull() {
    return node instanceof Node.Text text ? text.value() : null;
  }

  /// A text or a whole number, as text; null for anything else.
  public @Nullable String scalar() {
    return node instanceof Node.Whole whole ? Long.toString(whole.value()) : textOrNull();
  }

  /// The whole number, if it is one.
  public OptionalLong whole() {
    if (node instanceof Node.Fraction fraction && fraction.value() == Math.rint(fraction.value())) {
      return OptionalLong.of((long) fraction.value());
    }
    return node instanceof Node.Whole whole ? OptionalLong.of(whole.value()) : OptionalLong.empty();
  }

  double fraction() {
    return node instanceof Node.Fraction fraction ? fraction.value() : Double.NaN;
  }

  /// The whole number, or `otherwise`.
  public int whole(int otherwise) {
    return Math.clamp(whole().orElse(otherwise), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /// The truth value, or `otherwise`.
  public boolean flag(boolean otherwise) {
    return node instanceof Node.Flag flag ? flag.value() : otherwise;
  }

  /// The items of the list; empty when it is none.
  public List<Value> items() {
    if (!(node instanceof Node.Listing listing)) {
      return List.of();
    }
    List<Value> all = new ArrayList<>();
    for (Node item : listing.items()) {
      all.add(new Value(item, path + "[" + all.size() + "]", item.place()));
    }
    return all;
  }

  /// The names of the object's fields, in the order of the file; empty when it is none.
  public List<String> names() {
    return node instanceof Node.Mapping mapping
        ? List.copyOf(mapping.fields().keySet())
        : List.of();
  }

  /// The object's fields that are present, in the order of the file.
  public Map<String, Value> fields() {
    Map<String, Value> all = new LinkedHashMap<>();
    for (String name : names()) {
      Value value = at(name);
      if (value.present()) {
        all.put(name, value);
      }
    }
    return all;
  }

  /// The object's fields that are texts.
  public Map<String, String> texts() {
    Map<String, String> all = new LinkedHashMap<>();
    fields()
        .forEach(
            (name, value) ->
                Optional.ofNullable(value.textOrNull()).ifPresent(text -> all.put(name, text)));
    return all;
  }

  /// The object as a tree of maps, lists, strings, numbers (Long, Double) and booleans, without
  /// fields that are null; empty when it is none.
  public Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    fields().forEach((name, value) -> map.put(name, value.raw()));
    return Collections.unmodifiableMap(map);
  }

  private Object raw() {
    return switch (node) {
      case Node.Mapping _ -> map();
      case Node.Listing _ -> items().stream().filter(Value::present).map(Value::raw).toList();
      case Node.Text text -> text.value();
      case Node.Whole whole -> whole.value();
      case Node.Fraction fraction -> fraction.value();
      case Node.Flag flag -> flag.value();
      case Node.Nothing _ -> throw new IllegalStateException(path + " is null");
      case null -> throw new IllegalStateException(path + " is not there");
    };
  }

  /// As Go's JSON encoder writes it, with the fields of maps in the order of their names unless
  /// `order` names them; so Argo's messages show values.
  public String json(List<String> order) {
    return new GoJson(order).write(this);
  }

  @Override
  public String toString() {
    return place + " " + path;
  }
}
