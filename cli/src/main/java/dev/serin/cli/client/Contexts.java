package dev.serin.cli.client;

import dev.serin.server.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// The saved servers, and which of them commands go to.
///
/// @param current the name of one of them; empty for none
public record Contexts(String current, SequencedMap<String, Context> byName) {
  /// No server is saved.
  public static final Contexts NONE = new Contexts("", new LinkedHashMap<>());

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,99}");

  /// Copies its map.
  public Contexts {
    byName = new LinkedHashMap<>(byName);
  }

  /// The context that commands go to.
  public Optional<Context> chosen() {
    return Optional.ofNullable(byName.get(current));
  }

  /// A context by its name.
  ///
  /// @throws Refusal when there is none
  public Context named(String name) {
    Context context = byName.get(name);
    if (context == null) {
      throw new Refusal(
          "no context is called '"
              + name
              + "'; "
              + (byName.isEmpty()
                  ? "none is saved: serin login URL saves one"
                  : "saved are " + String.join(", ", byName.keySet())));
    }
    return context;
  }

  /// With one more, or another in its place; commands go to it from now on.
  ///
  /// @throws Refusal when its name can not be one
  public Contexts with(Context context) {
    if (!NAME.matcher(context.name()).matches()) {
      throw new Refusal(
          "'"
              + context.name()
              + "' can not be the name of a context: letters, digits, dots, colons, _ and - are"
              + " taken, at most 100");
    }
    SequencedMap<String, Context> more = new LinkedHashMap<>(byName);
    more.put(context.name(), context);
    return new Contexts(context.name(), more);
  }

  /// Without one; when commands went to it, they go to none.
  public Contexts without(String name) {
    SequencedMap<String, Context> fewer = new LinkedHashMap<>(byName);
    fewer.remove(named(name).name());
    return new Contexts(current.equals(name) ? "" : current, fewer);
  }

  /// With commands going to `name`.
  public Contexts using(String name) {
    return new Contexts(named(name).name(), byName);
  }

  /// With commands going to no server.
  public Contexts usingNone() {
    return new Contexts("", byName);
  }

  /// The context of a server's address.
  Optional<Context> at(java.net.URI server) {
    return byName.values().stream().filter(context -> context.server().equals(server)).findFirst();
  }

  /// A copy.
  @Override
  public SequencedMap<String, Context> byName() {
    return new LinkedHashMap<>(byName);
  }

  /// The names alone: contexts hold tokens.
  @Override
  public String toString() {
    return "Contexts" + Map.of("current", current, "names", byName.keySet());
  }
}
