package dev.serin.manifest.condition;

import java.util.List;
import java.util.function.LongBinaryOperator;

/// Functions on the bits of whole numbers.
final class BitFunctions {
  static final List<Builtins.Builtin> ALL =
      List.of(
          two("bitand", (x, y) -> x & y),
          two("bitor", (x, y) -> x | y),
          two("bitxor", (x, y) -> x ^ y),
          two("bitnand", (x, y) -> x & ~y),
          two("bitshl", (x, y) -> shift(y) ? x << y : 0),
          two("bitshr", (x, y) -> x >> (shift(y) ? y : 63)),
          two("bitushr", (x, y) -> shift(y) ? x >>> y : 0),
          Builtins.builtin("bitnot", a -> ~whole(a, 0), "int -> int"));

  private BitFunctions() {}

  private static Builtins.Builtin two(String name, LongBinaryOperator operator) {
    return Builtins.builtin(
        name, a -> operator.applyAsLong(whole(a, 0), whole(a, 1)), "int, int -> int");
  }

  private static long whole(Arguments arguments, int index) {
    if (arguments.at(index) instanceof Long whole) {
      return whole;
    }
    throw new ConditionFault(
        "cannot use %s as argument (type int) to call %s"
            .formatted(GoText.typeName(arguments.at(index)), arguments.name()));
  }

  /// True if something is left after so many places.
  private static boolean shift(long places) {
    if (places < 0) {
      throw new ConditionFault(
          "invalid operation: negative shift count %d (type int)".formatted(places));
    }
    return places < 64;
  }
}
