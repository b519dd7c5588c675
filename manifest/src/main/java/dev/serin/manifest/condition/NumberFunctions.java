package dev.serin.manifest.condition;

import dev.serin.manifest.condition.Type.Simple;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Month;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// Functions on numbers.
final class NumberFunctions {
  static final List<Builtins.Builtin> ALL =
      List.of(
          new Builtins.Builtin(
              "abs",
              Signature.one("invalid argument for abs (type %s)", Type::number, t -> t),
              NumberFunctions::abs),
          rounding("ceil", Math::ceil),
          rounding("floor", Math::floor),
          rounding("round", NumberFunctions::halfAway),
          new Builtins.Builtin("int", conversion("int", Simple.INT), NumberFunctions::whole),
          new Builtins.Builtin("float", conversion("float", Simple.FLOAT), NumberFunctions::real),
          new Builtins.Builtin("max", Signature.aggregate("max"), a -> most(a, Operator.LESS)),
          new Builtins.Builtin("min", Signature.aggregate("min"), a -> most(a, Operator.MORE)),
          new Builtins.Builtin("mean", Signature.aggregate("mean"), NumberFunctions::mean),
          new Builtins.Builtin("median", Signature.aggregate("median"), NumberFunctions::median));

  private NumberFunctions() {}

  private static Builtins.Builtin rounding(String name, DoubleUnaryOperator rule) {
    return new Builtins.Builtin(
        name,
        Signature.one(
            "invalid argument for " + name + " (type %s)", Type::number, _ -> Simple.FLOAT),
        a -> rule.applyAsDouble(number(a, a.at(0))));
  }

  private static Signature conversion(String name, Simple to) {
    return Signature.one(
        "invalid argument for " + name + " (type %s)",
        t -> t.number() || t == Simple.STRING || (to == Simple.INT && named(t)),
        _ -> to);
  }

  private static boolean named(Type type) {
    return type == Simple.MONTH || type == Simple.WEEKDAY || type == Simple.DURATION;
  }

  private static double halfAway(double value) {
    return Double.isNaN(value) || Double.isInfinite(value) || Math.abs(value) >= 0x1p52
        ? value
        : Math.copySign(Math.floor(Math.abs(value) + 0.5), value);
  }

  private static double number(Arguments arguments, @Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw invalid(arguments, value);
  }

  private static ConditionFault invalid(Arguments arguments, @Nullable Object value) {
    return new ConditionFault(
        "invalid argument for %s (type %s)".formatted(arguments.name(), GoText.typeName(value)));
  }

  private static Object abs(Arguments arguments) {
    return switch (arguments.at(0)) {
      case Long whole -> whole < 0 ? -whole : whole;
      case Double real -> real < 0 ? -real : real;
      case null, default -> throw invalid(arguments, arguments.at(0));
    };
  }

  private static Object whole(Arguments arguments) {
    return switch (arguments.at(0)) {
      case Long whole -> whole;
      case Double real -> Values.cut(arguments.run(), real);
      case String text ->
          Numbers.whole(text)
              .orElseThrow(() -> new ConditionFault("invalid operation: int(" + text + ")"));
      case Month month -> (long) month.getValue();
      case DayOfWeek day -> (long) day.getValue() % 7;
      case Duration duration -> duration.toNanos();
      case null, default ->
          throw new ConditionFault(
              "invalid operation: int(" + GoText.typeName(arguments.at(0)) + ")");
    };
  }

  private static Object real(Arguments arguments) {
    return switch (arguments.at(0)) {
      case Number number -> number.doubleValue();
      case String text ->
          Numbers.real(text)
              .orElseThrow(() -> new ConditionFault("invalid operation: float(" + text + ")"));
      case null, default ->
          throw new ConditionFault(
              "invalid operation: float(" + GoText.typeName(arguments.at(0)) + ")");
    };
  }

  /// The greatest or smallest number: a later one wins if the best so far is `worse` than it.
  private static @Nullable Object most(Arguments arguments, Operator worse) {
    if (arguments.count() == 1
        && !(arguments.at(0) instanceof Items)
        && !(arguments.at(0) instanceof Number)) {
      return arguments.at(0);
    }
    Number best = null;
    for (Number number : numbers(arguments)) {
      if (best == null || Operators.order(arguments.run(), worse, best, number)) {
        best = number;
      }
    }
    return best;
  }

  private static Object mean(Arguments arguments) {
    List<Number> all = numbers(arguments);
    double total = 0;
    for (Number number : all) {
      total += number.doubleValue();
    }
    return all.isEmpty() ? 0.0 : total / all.size();
  }

  private static Object median(Arguments arguments) {
    double[] all =
        numbers(arguments).stream()
            .mapToDouble(n -> arguments.run().seen(n.doubleValue()))
            .toArray();
    // Go sorts NaN to the front, Java to the back
    double[] sorted =
        DoubleStream.concat(
                Arrays.stream(all).filter(Double::isNaN),
                Arrays.stream(all).filter(v -> !Double.isNaN(v)).sorted())
            .toArray();
    int n = sorted.length;
    if (n == 0) {
      return 0.0;
    }
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }

  /// All numbers of the arguments, and of the lists in them.
  private static List<Number> numbers(Arguments arguments) {
    var all = new ArrayList<Number>();
    arguments.all().forEach(value -> collect(arguments, value, all));
    return all;
  }

  private static void collect(Arguments arguments, @Nullable Object value, List<Number> into) {
    arguments.run().step();
    arguments.run().enter();
    switch (value) {
      case Number number -> into.add(number);
      case Items items -> items.forEach(item -> collect(arguments, item, into));
      case null, default -> throw invalid(arguments, value);
    }
    arguments.run().leave();
  }
}
