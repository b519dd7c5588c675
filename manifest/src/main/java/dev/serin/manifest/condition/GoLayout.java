package dev.serin.manifest.condition;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// A format of times written as Go does, by the example of Monday, 2 January 2006, 15:04:05 MST.
final class GoLayout {
  /// Go's words, each before those that it starts with.
  private static final Map<String, String> PATTERNS =
      Map.ofEntries(
          Map.entry("January", "MMMM"),
          Map.entry("Jan", "MMM"),
          Map.entry("Monday", "EEEE"),
          Map.entry("Mon", "EEE"),
          Map.entry("MST", "zzz"),
          Map.entry("2006", "uuuu"),
          Map.entry("002", "DDD"),
          Map.entry("01", "MM"),
          Map.entry("02", "dd"),
          Map.entry("03", "hh"),
          Map.entry("04", "mm"),
          Map.entry("05", "ss"),
          Map.entry("15", "HH"),
          Map.entry("1", "M"),
          Map.entry("_2", "ppd"),
          Map.entry("2", "d"),
          Map.entry("3", "h"),
          Map.entry("4", "m"),
          Map.entry("5", "s"),
          Map.entry("PM", "a"),
          Map.entry("pm", "a"),
          Map.entry("Z07:00", "XXX"),
          Map.entry("Z0700", "XX"),
          Map.entry("Z07", "X"),
          Map.entry("-07:00", "xxx"),
          Map.entry("-0700", "xx"),
          Map.entry("-07", "x"));

  /// How Go prints a time.
  static final GoLayout STRING = new GoLayout("2006-01-02 15:04:05.999999999 -0700 MST");

  /// The formats that expr-lang's date() tries.
  static final List<GoLayout> DEFAULTS =
      List.of(
          new GoLayout("2006-01-02"),
          new GoLayout("15:04:05"),
          new GoLayout("2006-01-02 15:04:05"),
          new GoLayout("2006-01-02T15:04:05Z07:00"),
          new GoLayout("02 Jan 06 15:04 MST"),
          new GoLayout("Monday, 02-Jan-06 15:04:05 MST"),
          new GoLayout("Mon, 02 Jan 2006 15:04:05 MST"));

  private final DateTimeFormatter parser;
  private final DateTimeFormatter printer;

  GoLayout(String layout) {
    if (layout.length() > 200) {
      throw new ConditionFault("a time format has at most 200 characters");
    }
    this.parser = formatter(layout, true);
    this.printer = formatter(layout, false);
  }

  /// @param zone where the text names none
  ZonedDateTime parse(String text, ZoneId zone) {
    try {
      return parser.withZone(zone).parse(text, ZonedDateTime::from);
    } catch (DateTimeException _) {
      throw new ConditionFault("cannot read the time " + GoText.quoted(text));
    }
  }

  String print(ZonedDateTime time) {
    return printer.format(time);
  }

  private static DateTimeFormatter formatter(String layout, boolean parsing) {
    var builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
    int i = 0;
    while (i < layout.length()) {
      int length = part(builder, layout.substring(i), parsing);
      i += length;
    }
    if (parsing) {
      builder
          .parseDefaulting(ChronoField.YEAR, 0)
          .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
          .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
          .parseDefaulting(ChronoField.NANO_OF_SECOND, 0);
      if (!layout.contains("03") && !layout.contains("3")) {
        builder
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0);
      }
      builder.parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0);
    }
    DateTimeFormatter made = builder.toFormatter(Locale.ENGLISH);
    return made.withResolverStyle(ResolverStyle.SMART);
  }

  /// Adds the word that `rest` starts with, and says how long it is.
  private static int part(DateTimeFormatterBuilder builder, String rest, boolean parsing) {
    int fraction = fraction(rest);
    if (fraction > 1) {
      boolean exact = rest.charAt(1) == '0';
      int digits = fraction - 1;
      builder.appendFraction(ChronoField.NANO_OF_SECOND, exact ? digits : 0, digits, true);
      return fraction;
    }
    if (rest.startsWith("06")) {
      builder.appendValueReduced(ChronoField.YEAR, 2, 2, LocalDate.of(1969, 1, 1));
      return 2;
    }
    int longest = Math.min(7, rest.length());
    for (int length = longest; length > 0; length--) {
      String pattern = PATTERNS.get(rest.substring(0, length));
      if (pattern != null) {
        builder.appendPattern(pattern);
        secondsFraction(pattern, rest.substring(length), parsing).accept(builder);
        return length;
      }
    }
    builder.appendLiteral(rest.charAt(0));
    return 1;
  }

  /// Go reads a fraction behind the seconds even where the format has none.
  private static Consumer<DateTimeFormatterBuilder> secondsFraction(
      String pattern, String rest, boolean parsing) {
    boolean wanted =
        parsing && (pattern.equals("ss") || pattern.equals("s")) && fraction(rest) <= 1;
    return b -> {
      if (wanted) {
        b.optionalStart().appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true).optionalEnd();
      }
    };
  }

  /// The length of `.000` or `.999` at the start, else 0.
  private static int fraction(String rest) {
    if (rest.length() < 2 || rest.charAt(0) != '.') {
      return 0;
    }
    char digit = rest.charAt(1);
    if (digit != '0' && digit != '9') {
      return 0;
    }
    int end = 1;
    while (end < rest.length() && end < 10 && rest.charAt(end) == digit) {
      end++;
    }
    return end;
  }
}
