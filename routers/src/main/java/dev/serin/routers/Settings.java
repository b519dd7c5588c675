package dev.serin.routers;

import dev.serin.core.engine.TrafficRouter.OnDrift;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a manifest writes under a router's word, read by name and type.
///
/// Every method throws [IllegalArgumentException] for a value that can not be used; the message
/// names the field and what it should hold.
public final class Settings {
  private static final int LAST_PORT = 65_535;
  private static final int MOST_SAMPLED = 1_000_000;

  private final String path;
  private final Map<?, ?> tree;

  private Settings(String path, Map<?, ?> tree) {
    this.path = path;
    this.tree = tree;
  }

  /// The settings under a router's word.
  ///
  /// @param settings a tree of maps, lists, texts, numbers and booleans; null when none are written
  public static Settings of(String kind, @Nullable Object settings) {
    return switch (settings) {
      case null -> new Settings(kind, Map.of());
      case Map<?, ?> tree -> new Settings(kind, tree);
      case Object other ->
          throw new IllegalArgumentException(
              kind + " must hold settings such as {onDrift: hold}, but is \"" + other + "\"");
    };
  }

  /// Where a field of these settings stands, for messages.
  public String at(String name) {
    return "setting %s.%s".formatted(path, name);
  }

  /// Refuses fields that nobody reads.
  public void allow(String... names) {
    for (Object name : tree.keySet()) {
      if (!Set.of(names).contains(String.valueOf(name))) {
        throw new IllegalArgumentException(
            "unknown setting %s.%s; settings are %s"
                .formatted(path, name, new TreeSet<>(Set.of(names))));
      }
    }
  }

  /// A text; empty when it is missing.
  public Optional<String> text(String name) {
    return switch (tree.get(name)) {
      case null -> Optional.empty();
      case String text when !text.isBlank() -> Optional.of(text);
      case Object other -> throw wrong(name, "a text", other);
    };
  }

  /// The path of a file or folder.
  public Optional<Path> path(String name) {
    return text(name).map(Path::of);
  }

  /// An address, `host:port`.
  public Optional<InetSocketAddress> address(String name) {
    return text(name).map(text -> addressOf(name, text));
  }

  /// An address, `host:port`.
  ///
  /// @param unless the one when it is missing
  public InetSocketAddress address(String name, String unless) {
    return addressOf(name, text(name).orElse(unless));
  }

  /// Addresses, each `host:port`; empty when it is missing.
  public List<InetSocketAddress> addresses(String name) {
    return texts(name).stream().map(text -> addressOf(name, text)).toList();
  }

  private InetSocketAddress addressOf(String name, String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon).replaceAll("^\\[|\\]$", "");
    String port = text.substring(colon + 1);
    if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > LAST_PORT) {
      throw wrong(name, "an address such as 127.0.0.1:9514", text);
    }
    return new InetSocketAddress(host, Integer.parseInt(port));
  }

  /// One in so many of stable's requests is logged: `logSample`, 1 unless it says otherwise.
  public int logSample() {
    Object value = tree.get("logSample");
    if (value == null) {
      return 1;
    }
    if (value instanceof Number number
        && number.doubleValue() >= 1
        && number.doubleValue() <= MOST_SAMPLED
        && number.doubleValue() == Math.rint(number.doubleValue())) {
      return number.intValue();
    }
    throw wrong("logSample", "a whole number from 1 to " + MOST_SAMPLED, value);
  }

  /// One of some words, which are the constants' names in lower case.
  public <E extends Enum<E>> E word(String name, E unless) {
    Object value = tree.get(name);
    if (value == null) {
      return unless;
    }
    List<String> words =
        List.of(unless.getDeclaringClass().getEnumConstants()).stream()
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList();
    int at = words.indexOf(String.valueOf(value));
    if (at < 0) {
      throw wrong(name, String.join(" or ", words), value);
    }
    return unless.getDeclaringClass().getEnumConstants()[at];
  }

  /// What is done when somebody else changes the router: `reassert`, unless it says otherwise.
  public OnDrift onDrift() {
    return word("onDrift", OnDrift.REASSERT);
  }

  /// A list of texts; empty when it is missing.
  public List<String> texts(String name) {
    return switch (tree.get(name)) {
      case null -> List.of();
      case List<?> list -> list.stream().map(item -> item(name, item)).toList();
      case Object other -> throw wrong(name, "a list of texts", other);
    };
  }

  private String item(String name, Object item) {
    if (item instanceof String text && !text.isBlank()) {
      return text;
    }
    throw wrong(name, "a list of texts", item);
  }

  /// The settings below a field; empty when it is missing.
  public Optional<Settings> part(String name) {
    return switch (tree.get(name)) {
      case null -> Optional.empty();
      case Map<?, ?> map -> Optional.of(new Settings(path + "." + name, map));
      case Object other -> throw wrong(name, "settings", other);
    };
  }

  private IllegalArgumentException wrong(String name, String right, Object value) {
    return new IllegalArgumentException(
        "setting %s.%s must be %s, but is \"%s\"".formatted(path, name, right, value));
  }
}
