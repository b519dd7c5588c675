package dev.serin.core.analysis;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a value out of a rollout's document by the path that a `fieldRef` names.
final class FieldPath {
  private static final Pattern SEPARATORS = Pattern.compile("[.\\[\\]]+");
  private static final Pattern SUBSCRIPT = Pattern.compile("(.*)\\['(.*)'\\]");
  private static final Pattern INDEX = Pattern.compile("[+-]?[0-9]{1,9}");

  private FieldPath() {}

  /// The value at `path`: `metadata.*` by Kubernetes' rules for its downward API, else by [#walk].
  static Checked<String> read(Map<String, Object> document, String path) {
    return path.startsWith("metadata") ? metadata(document, path) : walk(document, path);
  }

  /// The value at `path`, whose parts are set apart by `.` and `[i]`.
  static Checked<String> walk(@Nullable Object document, String path) {
    Object at = document;
    for (String part : SEPARATORS.splitAsStream(path).toList()) {
      if (part.isEmpty()) {
        continue;
      }
      if (at instanceof List<?> list) {
        if (!INDEX.matcher(part).matches()) {
          return new Checked.Invalid<>("invalid index '" + part + "'");
        }
        int index = Integer.parseInt(part);
        if (index < 0 || index >= list.size()) {
          return new Checked.Invalid<>("index " + index + " out of range");
        }
        at = list.get(index);
      } else if (at instanceof Map<?, ?> map) {
        at = map.get(part);
      } else {
        return missing(path);
      }
    }
    if (at == null) {
      return missing(path);
    }
    return at instanceof List<?> || at instanceof Map<?, ?>
        ? new Checked.Invalid<>("path " + path + " in rollout must terminate in a primitive value")
        : new Checked.Valid<>(text(at));
  }

  private static Checked<String> metadata(Map<String, Object> document, String path) {
    Map<?, ?> metadata = child(document, "metadata");
    Matcher subscript = SUBSCRIPT.matcher(path);
    if (subscript.matches()) {
      return switch (subscript.group(1)) {
        case "metadata.labels" -> entry(child(metadata, "labels"), subscript.group(2));
        case "metadata.annotations" -> entry(child(metadata, "annotations"), subscript.group(2));
        default -> new Checked.Invalid<>("fieldPath \"" + path + "\" does not support subscript");
      };
    }
    return switch (path) {
      case "metadata.labels" -> new Checked.Valid<>(lines(child(metadata, "labels")));
      case "metadata.annotations" -> new Checked.Valid<>(lines(child(metadata, "annotations")));
      case "metadata.name" -> entry(metadata, "name");
      case "metadata.namespace" -> entry(metadata, "namespace");
      case "metadata.uid" -> entry(metadata, "uid");
      default -> new Checked.Invalid<>("unsupported fieldPath: " + path);
    };
  }

  private static Checked<String> missing(String path) {
    return new Checked.Invalid<>("invalid path " + path + " in rollout");
  }

  private static Map<?, ?> child(Map<?, ?> parent, String name) {
    return parent.get(name) instanceof Map<?, ?> map ? map : Map.of();
  }

  private static Checked<String> entry(Map<?, ?> map, String key) {
    Object value = map.get(key);
    return new Checked.Valid<>(value == null ? "" : text(value));
  }

  private static String lines(Map<?, ?> map) {
    return new TreeMap<>(map)
        .entrySet().stream()
            .map(e -> e.getKey() + "=\"" + e.getValue() + "\"")
            .collect(Collectors.joining("\n"));
  }

  private static String text(Object value) {
    return value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString(number.longValue())
        : String.valueOf(value);
  }
}
