package dev.serin.providers.http;

import dev.serin.core.analysis.ProviderConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// What a manifest writes under a provider's word, read by name and type.
///
/// Every method throws `IllegalArgumentException` for a value of another type; the message names
/// the field and what it should hold, and never shows a value that may be secret.
public final class Settings {
  private final String path;
  private final Map<?, ?> tree;

  private Settings(String path, Map<?, ?> tree) {
    this.path = path;
    this.tree = tree;
  }

  /// The settings of a metric's provider.
  public static Settings of(ProviderConfig config) {
    return new Settings("provider." + config.kind(), config.settings());
  }

  /// Where a field of these settings stands, for messages.
  public String at(String name) {
    return path + "." + name;
  }

  /// The names of all fields.
  public List<String> names() {
    return tree.keySet().stream().map(String::valueOf).toList();
  }

  /// A text; empty when it is missing or has no characters.
  public Optional<String> text(String name) {
    return switch (tree.get(name)) {
      case null -> Optional.empty();
      case String text -> text.isEmpty() ? Optional.empty() : Optional.of(text);
      case Object _ -> throw wrong(name, "a text");
    };
  }

  /// A text that must be there.
  public String required(String name) {
    return text(name).orElseThrow(() -> wrong(name, "a text; it is missing or empty"));
  }

  /// A list of texts; empty when it is missing.
  public List<String> texts(String name) {
    return list(name).stream()
        .map(
            item -> {
              if (item instanceof String text) {
                return text;
              }
              throw wrong(name, "a list of texts");
            })
        .toList();
  }

  /// A whole number, also when it is written as a text; empty when it is missing.
  public OptionalLong whole(String name) {
    return switch (tree.get(name)) {
      case null -> OptionalLong.empty();
      case Integer number -> OptionalLong.of(number);
      case Long number -> OptionalLong.of(number);
      case String text when text.matches("-?\\d{1,18}") -> OptionalLong.of(Long.parseLong(text));
      case Object _ -> throw wrong(name, "a whole number");
    };
  }

  /// A yes or no; no when it is missing.
  public boolean flag(String name) {
    return switch (tree.get(name)) {
      case null -> false;
      case Boolean flag -> flag;
      case Object _ -> throw wrong(name, "true or false");
    };
  }

  /// The settings below a field; without any field when it is missing.
  public Settings under(String name) {
    return switch (tree.get(name)) {
      case null -> new Settings(at(name), Map.of());
      case Map<?, ?> below -> new Settings(at(name), below);
      case Object _ -> throw wrong(name, "fields of its own");
    };
  }

  /// The settings of each entry of a list; none when it is missing.
  public List<Settings> each(String name) {
    List<?> entries = list(name);
    return IntStream.range(0, entries.size())
        .mapToObj(
            index -> {
              if (entries.get(index) instanceof Map<?, ?> entry) {
                return new Settings(at(name) + "[" + index + "]", entry);
              }
              throw wrong(name, "a list of entries with fields");
            })
        .toList();
  }

  /// Whatever stands there: maps, lists, texts, numbers and booleans; empty when it is missing.
  public Optional<Object> any(String name) {
    return Optional.ofNullable(tree.get(name));
  }

  /// True when there is no field, or only empty ones.
  public boolean isEmpty() {
    return tree.values().stream().allMatch(value -> value == null || "".equals(value));
  }

  private List<?> list(String name) {
    return switch (tree.get(name)) {
      case null -> List.of();
      case List<?> list -> list;
      case Object _ -> throw wrong(name, "a list");
    };
  }

  private IllegalArgumentException wrong(String name, String wanted) {
    return new IllegalArgumentException(at(name) + " must be " + wanted);
  }
}
