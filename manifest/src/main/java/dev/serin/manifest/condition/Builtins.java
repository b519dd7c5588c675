package dev.serin.manifest.condition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The functions of the language, but for those with a predicate ([LoopKind]).
final class Builtins {
  private static final Map<String, Builtin> ALL = all();

  private Builtins() {}

  /// One function.
  record Builtin(String name, Signature signature, Body body) {}

  /// What a function does.
  @FunctionalInterface
  interface Body {
    @Nullable Object call(Arguments arguments);
  }

  static boolean exists(String name) {
    return ALL.containsKey(name);
  }

  /// The function `name`, which [#exists].
  static Builtin named(String name) {
    return Objects.requireNonNull(ALL.get(name));
  }

  /// A function with one or more fixed lists of parameters.
  static Builtin builtin(String name, Body body, String... forms) {
    return new Builtin(name, Signature.overloads(name, forms), body);
  }

  private static Map<String, Builtin> all() {
    var byName = new HashMap<String, Builtin>();
    Stream.of(
            NumberFunctions.ALL,
            BitFunctions.ALL,
            TextFunctions.ALL,
            ListFunctions.ALL,
            MapFunctions.ALL,
            CodecFunctions.ALL,
            TimeFunctions.ALL)
        .flatMap(List::stream)
        .forEach(b -> byName.put(b.name(), b));
    return Map.copyOf(byName);
  }
}
