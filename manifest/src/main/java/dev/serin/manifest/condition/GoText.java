package dev.serin.manifest.condition;

import dev.serin.core.analysis.Result;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values as Go prints them, and the names of their types.
final class GoText {
  private GoText() {}

  /// Go's `%T`.
  static String typeName(@Nullable Object value) {
    return value == null ? "<nil>" : type(value).goName();
  }

  /// The type of a value at hand.
  static Type type(@Nullable Object value) {
    return switch (value) {
      case null -> Type.Simple.NIL;
      case Boolean _ -> Type.Simple.BOOL;
      case Long _ -> Type.Simple.INT;
      case Double _ -> Type.Simple.FLOAT;
      case String _ -> Type.Simple.STRING;
      case ZonedDateTime _ -> Type.Simple.TIME;
      case Duration _ -> Type.Simple.DURATION;
      case ZoneId _ -> Type.Simple.ZONE;
      case Month _ -> Type.Simple.MONTH;
      case DayOfWeek _ -> Type.Simple.WEEKDAY;
      case Result.Series _ -> Type.Simple.SERIES;
      case Items items -> Type.Array.of(items.declared());
      case Keyed keyed -> keyed.type();
      case Map<?, ?> _ -> Type.Dictionary.BY_TEXT;
      default -> Type.Simple.FUNCTION;
    };
  }

  /// Go's `%v`.
  static String print(Run run, @Nullable Object value) {
    run.step();
    run.enter();
    String text = printed(run, value);
    run.leave();
    return text;
  }

  private static String printed(Run run, @Nullable Object value) {
    return switch (value) {
      case null -> "<nil>";
      case Double real -> print(real);
      case Items items -> {
        String inside = joined(run, items);
        yield "[" + inside + "]";
      }
      case Map<?, ?> map -> {
        List<String> entries =
            map.entrySet().stream()
                .map(e -> print(run, e.getKey()) + ":" + print(run, e.getValue()))
                .sorted()
                .toList();
        String inside = String.join(" ", entries);
        run.grow(inside.length());
        yield "map[" + inside + "]";
      }
      case Month month -> month.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case DayOfWeek day -> day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case Duration duration -> DurationText.print(duration);
      case ZonedDateTime time -> GoLayout.STRING.print(time);
      case Result.Series series ->
          "{%s %s %s %s}"
              .formatted(
                  series.id(),
                  series.label(),
                  series.statusCode(),
                  print(run, new Items(Type.Simple.FLOAT, series.values())));
      default -> String.valueOf(value);
    };
  }

  private static String joined(Run run, Items items) {
    String inside = items.stream().map(i -> print(run, i)).collect(Collectors.joining(" "));
    run.grow(inside.length());
    return inside;
  }

  /// A value in a message: never long.
  static String brief(@Nullable Object value) {
    return switch (value) {
      case null -> "<nil>";
      case Double real -> print(real);
      case Items items when items.size() <= 10 ->
          items.stream()
              .map(i -> i instanceof Items || i instanceof Map ? "…" : brief(i))
              .collect(Collectors.joining(" ", "[", "]"));
      case Items items -> items.size() + " elements";
      case Map<?, ?> map -> map.size() + " entries";
      case String text when text.length() > 100 -> text.substring(0, 100) + "…";
      default -> String.valueOf(value);
    };
  }

  static String print(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    var digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    return exponent < -4 || exponent >= 21 ? scientific(digits, exponent) : digits.toPlainString();
  }

  /// Such as 1.5e+21.
  static String scientific(BigDecimal digits, int exponent) {
    String all = digits.unscaledValue().abs().toString();
    return "%s%s%se%s%02d"
        .formatted(
            digits.signum() < 0 ? "-" : "",
            all.charAt(0),
            all.length() > 1 ? "." + all.substring(1) : "",
            exponent < 0 ? "-" : "+",
            Math.abs(exponent));
  }

  /// A string in Go's double quotes.
  static String quoted(String text) {
    return "\""
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t")
        + "\"";
  }

  /// Sorts keys as Go does when it prints or encodes a map.
  static Comparator<Map.Entry<?, ?>> byKey() {
    return Comparator.comparing(e -> String.valueOf(e.getKey()));
  }
}
