package dev.serin.manifest.condition;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntPredicate;
import java.util.function.LongBinaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// What the operators do with values, as expr-lang's runtime does.
final class Operators {
  /// What the sign of a comparison means.
  private static final Map<Operator, IntPredicate> ORDERS =
      Map.of(
          Operator.LESS, c -> c < 0,
          Operator.LESS_OR_EQUAL, c -> c <= 0,
          Operator.MORE, c -> c > 0,
          Operator.MORE_OR_EQUAL, c -> c >= 0);

  private static final Map<Operator, LongBinaryOperator> WHOLES =
      Map.of(
          Operator.ADD, (a, b) -> a + b,
          Operator.SUBTRACT, (a, b) -> a - b,
          Operator.MULTIPLY, (a, b) -> a * b,
          Operator.MODULO, Operators::modulo);

  private static final Map<Operator, DoubleBinaryOperator> REALS =
      Map.of(
          Operator.ADD, (a, b) -> a + b,
          Operator.SUBTRACT, (a, b) -> a - b,
          Operator.MULTIPLY, (a, b) -> a * b,
          Operator.DIVIDE, (a, b) -> a / b,
          Operator.POWER, Operators::power);

  private static final Map<Operator, BinaryOperator<Duration>> DURATIONS =
      Map.of(
          Operator.ADD, Duration::plus,
          Operator.SUBTRACT, Duration::minus,
          Operator.MULTIPLY, (a, b) -> Duration.ofNanos(a.toNanos() * b.toNanos()));

  private static final Map<Operator, BiPredicate<String, String>> TEXTS =
      Map.of(
          Operator.CONTAINS, String::contains,
          Operator.STARTS_WITH, String::startsWith,
          Operator.ENDS_WITH, String::endsWith);

  private Operators() {}

  /// Numbers compare by value, lists element by element, all else only with its like.
  static boolean equal(Run run, @Nullable Object a, @Nullable Object b) {
    run.step();
    if (a instanceof Number x && b instanceof Number y) {
      return sameNumber(run, x, y);
    }
    if (a instanceof Items x && b instanceof Items y) {
      return sameItems(run, x, y);
    }
    if (a instanceof ZonedDateTime x && b instanceof ZonedDateTime y) {
      return x.isEqual(y);
    }
    return identical(run, a, b);
  }

  private static boolean sameNumber(Run run, Number a, Number b) {
    if (a instanceof Long x && b instanceof Long y) {
      return x.longValue() == y.longValue();
    }
    return run.seen(a.doubleValue()) == run.seen(b.doubleValue());
  }

  private static boolean sameItems(Run run, Items a, Items b) {
    boolean comparable =
        a.declared() == b.declared()
            || a.declared() == Type.Simple.UNKNOWN
            || b.declared() == Type.Simple.UNKNOWN;
    if (!comparable || a.size() != b.size()) {
      return false;
    }
    run.enter();
    boolean same = true;
    for (int i = 0; same && i < a.size(); i++) {
      same = equal(run, a.get(i), b.get(i));
    }
    run.leave();
    return same;
  }

  /// Go's deep equality: inside maps 1 and 1.0 differ.
  private static boolean identical(Run run, @Nullable Object a, @Nullable Object b) {
    run.step();
    run.enter();
    boolean same =
        switch (a) {
          case Items x when b instanceof Items y -> identicalItems(run, x, y);
          case Map<?, ?> x when b instanceof Map<?, ?> y -> identicalMaps(run, x, y);
          case Double x when b instanceof Double y -> run.seen(x) == run.seen(y);
          case null, default -> Objects.equals(a, b);
        };
    run.leave();
    return same;
  }

  private static boolean identicalItems(Run run, Items a, Items b) {
    boolean same = a.declared() == b.declared() && a.size() == b.size();
    for (int i = 0; same && i < a.size(); i++) {
      same = identical(run, a.get(i), b.get(i));
    }
    return same;
  }

  private static boolean identicalMaps(Run run, Map<?, ?> a, Map<?, ?> b) {
    boolean same = a.size() == b.size();
    for (Map.Entry<?, ?> entry : a.entrySet()) {
      same =
          same
              && b.containsKey(entry.getKey())
              && identical(run, entry.getValue(), b.get(entry.getKey()));
    }
    return same;
  }

  /// One of `<`, `<=`, `>`, `>=`. With NaN each of them is false.
  static boolean order(Run run, Operator operator, @Nullable Object a, @Nullable Object b) {
    run.step();
    if (a instanceof Double || b instanceof Double) {
      if (a instanceof Number x && b instanceof Number y) {
        return orderNumbers(operator, run.seen(x.doubleValue()), run.seen(y.doubleValue()));
      }
      throw undefined(operator, a, b);
    }
    return holds(operator, compare(operator, a, b));
  }

  private static boolean orderNumbers(Operator operator, double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return false;
    }
    return holds(operator, a == b ? 0 : Double.compare(a, b));
  }

  private static int compare(Operator operator, @Nullable Object a, @Nullable Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      return x.compareTo(y);
    }
    if (a instanceof String x && b instanceof String y) {
      return x.compareTo(y);
    }
    if (a instanceof ZonedDateTime x && b instanceof ZonedDateTime y) {
      return x.toInstant().compareTo(y.toInstant());
    }
    if (a instanceof Duration x && b instanceof Duration y) {
      return x.compareTo(y);
    }
    throw undefined(operator, a, b);
  }

  private static boolean holds(Operator operator, int comparison) {
    return Objects.requireNonNull(ORDERS.get(operator)).test(comparison);
  }

  /// One of the arithmetic operators.
  static Object arithmetic(Run run, Operator operator, @Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return numbers(operator, x, y);
    }
    if (operator == Operator.ADD && a instanceof String x && b instanceof String y) {
      run.grow((long) x.length() + y.length());
      return x + y;
    }
    try {
      return times(operator, a, b);
    } catch (DateTimeException | ArithmeticException e) {
      throw new ConditionFault("a time out of range: " + e.getMessage());
    }
  }

  static Object numbers(Operator operator, Number a, Number b) {
    LongBinaryOperator wholes = WHOLES.get(operator);
    if (wholes != null && a instanceof Long x && b instanceof Long y) {
      return wholes.applyAsLong(x, y);
    }
    DoubleBinaryOperator reals = REALS.get(operator);
    if (reals == null) {
      throw undefined(operator, a, b);
    }
    return reals.applyAsDouble(a.doubleValue(), b.doubleValue());
  }

  /// True for the arithmetic operators.
  static boolean computes(Operator operator) {
    return WHOLES.containsKey(operator) || REALS.containsKey(operator);
  }

  private static long modulo(long a, long b) {
    if (b == 0) {
      throw new ConditionFault("integer divide by zero");
    }
    return a % b;
  }

  /// Go's: 1 to any power is 1, even to NaN.
  private static double power(double a, double b) {
    return a == 1 || (a == -1 && Double.isInfinite(b)) ? 1 : Math.pow(a, b);
  }

  private static Object times(Operator operator, @Nullable Object a, @Nullable Object b) {
    boolean plus = operator == Operator.ADD;
    boolean minus = operator == Operator.SUBTRACT;
    if (plus && a instanceof ZonedDateTime x && b instanceof Duration y) {
      return x.plus(y);
    }
    if (plus && a instanceof Duration x && b instanceof ZonedDateTime y) {
      return y.plus(x);
    }
    if (minus && a instanceof ZonedDateTime x && b instanceof ZonedDateTime y) {
      return Duration.between(y, x);
    }
    if (minus && a instanceof ZonedDateTime x && b instanceof Duration y) {
      return x.minus(y);
    }
    return durations(operator, a, b);
  }

  private static Object durations(Operator operator, @Nullable Object a, @Nullable Object b) {
    BinaryOperator<Duration> lengths = DURATIONS.get(operator);
    if (lengths != null && a instanceof Duration x && b instanceof Duration y) {
      return lengths.apply(x, y);
    }
    if (operator == Operator.MULTIPLY && a instanceof Duration x && b instanceof Number y) {
      return scaled(x, y);
    }
    if (operator == Operator.MULTIPLY && a instanceof Number x && b instanceof Duration y) {
      return scaled(y, x);
    }
    throw undefined(operator, a, b);
  }

  private static Duration scaled(Duration duration, Number by) {
    return by instanceof Long whole
        ? duration.multipliedBy(whole)
        : Duration.ofNanos((long) (duration.toNanos() * by.doubleValue()));
  }

  static Object negate(@Nullable Object value) {
    return switch (value) {
      case Long whole -> -whole;
      case Double real -> -real;
      case null, default ->
          throw new ConditionFault("invalid operation: - " + GoText.typeName(value));
    };
  }

  /// One of `contains`, `startsWith`, `endsWith`; false where a side is nil.
  static boolean textual(Run run, Operator operator, @Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return false;
    }
    String text = Values.text(a);
    String part = Values.text(b);
    run.steps(1 + text.length() / 32);
    return Objects.requireNonNull(TEXTS.get(operator)).test(text, part);
  }

  /// The whole numbers from `a` to `b`, both included.
  static Items range(Run run, @Nullable Object a, @Nullable Object b) {
    long from = Values.whole(run, a);
    long to = Values.whole(run, b);
    if (from > to) {
      return new Items(Type.Simple.INT, List.of());
    }
    long last = to - from;
    run.grow(last < 0 ? Long.MAX_VALUE : last);
    run.grow(1);
    return new Items(Type.Simple.INT, LongStream.rangeClosed(from, to).boxed().toList());
  }

  private static ConditionFault undefined(
      Operator operator, @Nullable Object a, @Nullable Object b) {
    return new ConditionFault(
        "invalid operation: %s %s %s"
            .formatted(GoText.typeName(a), operator.symbol(), GoText.typeName(b)));
  }
}
