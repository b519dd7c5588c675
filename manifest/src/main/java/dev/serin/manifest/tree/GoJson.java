package dev.serin.manifest.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// JSON as Go's encoder writes it.
///
/// @param order names that come before others, as the fields of a Go structure do
record GoJson(List<String> order) {

  String write(Value value) {
    return switch (value.type()) {
      case "object" -> object(value);
      case "array" ->
          value.items().stream().map(this::write).collect(Collectors.joining(",", "[", "]"));
      case "string" -> escaped(value.text());
      case "boolean" -> Boolean.toString(value.flag(false));
      case "integer" -> Long.toString(value.whole().orElse(0));
      case "number" -> Double.toString(value.fraction());
      default -> "null";
    };
  }

  private String object(Value value) {
    List<Map.Entry<String, Value>> fields = new ArrayList<>(value.fields().entrySet());
    fields.removeIf(field -> empty(field.getValue()));
    fields.sort(
        Comparator.<Map.Entry<String, Value>>comparingInt(
                field ->
                    order.contains(field.getKey()) ? order.indexOf(field.getKey()) : order.size())
            .thenComparing(Map.Entry::getKey));
    return fields.stream()
        .map(field -> escaped(field.getKey()) + ":" + write(field.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /// What `omitempty` leaves out.
  private static boolean empty(Value value) {
    return switch (value.type()) {
      case "string" -> value.text().isEmpty();
      case "array" -> value.items().isEmpty();
      case "object" -> value.names().isEmpty();
      default -> !value.present();
    };
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '<', '>', '&' -> out.append("\\u%04x".formatted((int) c));
        default -> out.append(c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
      }
    }
    return out.append('"').toString();
  }
}
