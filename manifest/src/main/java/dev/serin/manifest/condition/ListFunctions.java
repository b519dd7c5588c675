package dev.serin.manifest.condition;

import dev.serin.manifest.condition.Type.Array;
import dev.serin.manifest.condition.Type.Dictionary;
import dev.serin.manifest.condition.Type.Simple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions on lists.
final class ListFunctions {
  static final List<Builtins.Builtin> ALL =
      List.of(
          new Builtins.Builtin(
              "len",
              Signature.one(
                  "invalid argument for len (type %s)",
                  t -> t instanceof Array || t instanceof Dictionary || t == Simple.STRING,
                  _ -> Simple.INT),
              a -> Values.length(a.at(0))),
          new Builtins.Builtin("first", element("first"), a -> quietly(a, 0L)),
          new Builtins.Builtin("last", element("last"), a -> quietly(a, -1L)),
          new Builtins.Builtin("get", ListFunctions::got, a -> quietly(a, a.at(1))),
          new Builtins.Builtin("take", ListFunctions::taken, ListFunctions::take),
          new Builtins.Builtin("reverse", list("reverse"), ListFunctions::reverse),
          new Builtins.Builtin("uniq", list("uniq"), ListFunctions::uniq),
          new Builtins.Builtin("concat", ListFunctions::concatenated, ListFunctions::concat),
          new Builtins.Builtin("flatten", list("flatten"), ListFunctions::flatten),
          Builtins.builtin(
              "sort",
              ListFunctions::sort,
              "[]any, string -> []any",
              "[]int, string -> []any",
              "[]float, string -> []any",
              "[]string, string -> []any",
              "[]any -> []any",
              "[]float -> []any",
              "[]string -> []any",
              "[]int -> []any"));

  private ListFunctions() {}

  private static Signature element(String name) {
    return Signature.one(
        "cannot get " + name + " element from %s",
        Signature::list,
        t -> t.elements().orElse(Simple.UNKNOWN));
  }

  private static Signature list(String name) {
    return Signature.one("cannot " + name + " %s", Signature::list, _ -> Array.ANY);
  }

  private static Type got(List<Type> arguments) {
    Signature.counted(arguments, 2);
    Type key = arguments.get(1);
    return switch (arguments.getFirst()) {
      case Array array when key == Simple.INT || key.unknown() -> array.element();
      case Array _ -> throw new ConditionFault("non-integer slice index " + key.goName());
      case Dictionary map when map != Dictionary.BY_TEXT || key.unknown() || key == Simple.STRING ->
          map.element();
      case Dictionary map ->
          throw new ConditionFault(
              "cannot use %s to get an element from %s".formatted(key.goName(), map.goName()));
      case Simple.UNKNOWN -> Simple.UNKNOWN;
      case Simple other ->
          throw new ConditionFault("type %s does not support indexing".formatted(other.goName()));
    };
  }

  /// The element `key`, or nil if there is none.
  private static @Nullable Object quietly(Arguments arguments, @Nullable Object key) {
    try {
      return Values.fetch(arguments.run(), arguments.at(0), key);
    } catch (ConditionFault _) {
      return null;
    }
  }

  private static Type taken(List<Type> arguments) {
    Signature.counted(arguments, 2);
    Type list = arguments.getFirst();
    Type count = arguments.get(1);
    if (!list.unknown() && !Signature.list(list)) {
      throw new ConditionFault("cannot take from " + list.goName());
    }
    if (!count.unknown() && count != Simple.INT) {
      throw new ConditionFault("cannot take %s elements".formatted(count.goName()));
    }
    return list;
  }

  private static Object take(Arguments arguments) {
    Items items = arguments.items(0, "cannot take from");
    if (arguments.at(1) instanceof Long count && count >= 0) {
      return items.subList(0, (int) Math.min(count, items.size()));
    }
    throw new ConditionFault("cannot take %s elements".formatted(GoText.brief(arguments.at(1))));
  }

  private static Object reverse(Arguments arguments) {
    return arguments.made(Items.of(arguments.items(0).reversed()));
  }

  private static Object uniq(Arguments arguments) {
    var seen = new ArrayList<@Nullable Object>();
    for (Object item : arguments.items(0)) {
      if (seen.stream().noneMatch(s -> Operators.equal(arguments.run(), item, s))) {
        seen.add(item);
      }
    }
    return arguments.made(Items.of(seen));
  }

  private static Type concatenated(List<Type> arguments) {
    if (arguments.isEmpty()) {
      throw new ConditionFault("invalid number of arguments (expected at least 1, got 0)");
    }
    for (Type given : arguments) {
      if (!given.unknown() && !Signature.list(given)) {
        throw new ConditionFault("cannot concat " + given.goName());
      }
    }
    return Array.ANY;
  }

  private static Object concat(Arguments arguments) {
    var all = new ArrayList<@Nullable Object>();
    for (int i = 0; i < arguments.count(); i++) {
      all.addAll(arguments.made(arguments.items(i)));
    }
    return Items.of(all);
  }

  private static Object flatten(Arguments arguments) {
    var all = new ArrayList<@Nullable Object>();
    flatten(arguments, arguments.items(0), all);
    return Items.of(all);
  }

  private static void flatten(Arguments arguments, Items items, List<@Nullable Object> into) {
    arguments.run().enter();
    for (Object item : items) {
      arguments.run().step();
      if (item instanceof Items inner) {
        flatten(arguments, inner, into);
      } else {
        arguments.run().grow(1);
        into.add(item);
      }
    }
    arguments.run().leave();
  }

  private static Object sort(Arguments arguments) {
    Items items = arguments.made(arguments.items(0));
    var all = new ArrayList<@Nullable Object>(items);
    Comparator<@Nullable Object> order = order(arguments.run());
    all.sort(descending(arguments.text(1, "asc")) ? Collections.reverseOrder(order) : order);
    return Items.of(all);
  }

  /// @throws ConditionFault for a word that names no order
  static boolean descending(String word) {
    return switch (word) {
      case "asc" -> false;
      case "desc" -> true;
      default -> throw new ConditionFault("invalid order %s, expected asc or desc".formatted(word));
    };
  }

  /// The order of `<`, with NaN before every number.
  static Comparator<@Nullable Object> order(Run run) {
    return (a, b) -> {
      boolean unordered = nan(a) || nan(b);
      if (unordered && a instanceof Number && b instanceof Number) {
        return Boolean.compare(nan(b), nan(a));
      }
      if (Operators.order(run, Operator.LESS, a, b)) {
        return -1;
      }
      return Operators.order(run, Operator.LESS, b, a) ? 1 : 0;
    };
  }

  private static boolean nan(@Nullable Object value) {
    return value instanceof Double real && real.isNaN();
  }

  /// Entries as lists of key and value.
  static Items pairs(Map<?, ?> map) {
    var all = new ArrayList<@Nullable Object>();
    map.forEach(
        (key, value) -> {
          var pair = new ArrayList<@Nullable Object>();
          pair.add(key);
          pair.add(value);
          all.add(Items.of(pair));
        });
    return Items.of(all);
  }
}
