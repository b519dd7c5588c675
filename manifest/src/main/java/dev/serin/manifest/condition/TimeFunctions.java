package dev.serin.manifest.condition;

import dev.serin.manifest.condition.Type.Simple;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/// Functions on times.
final class TimeFunctions {
  static final List<Builtins.Builtin> ALL =
      List.of(
          new Builtins.Builtin("now", TimeFunctions::nowTakes, TimeFunctions::now),
          new Builtins.Builtin("date", TimeFunctions::dateTakes, TimeFunctions::date),
          Builtins.builtin("duration", a -> DurationText.parse(a.text(0)), "string -> duration"),
          Builtins.builtin("timezone", a -> zone(a.text(0)), "string -> zone"));

  private TimeFunctions() {}

  private static Type nowTakes(List<Type> arguments) {
    if (arguments.isEmpty() || arguments.equals(List.of(Simple.ZONE))) {
      return Simple.TIME;
    }
    throw new ConditionFault(
        "invalid number of arguments (expected 0, got %d)".formatted(arguments.size()));
  }

  private static Object now(Arguments arguments) {
    ZoneId zone = arguments.count() == 0 ? ZoneOffset.UTC : arguments.zone(0);
    return arguments.run().now().atZone(zone);
  }

  private static Type dateTakes(List<Type> arguments) {
    if (arguments.isEmpty()) {
      throw new ConditionFault("invalid number of arguments (expected at least 1, got 0)");
    }
    int most = arguments.getFirst() == Simple.ZONE ? 4 : 3;
    if (arguments.size() > most) {
      throw new ConditionFault(
          "invalid number of arguments (expected at most 3, got %d)".formatted(arguments.size()));
    }
    return Simple.TIME;
  }

  private static Object date(Arguments arguments) {
    boolean zoned = arguments.at(0) instanceof ZoneId;
    int first = zoned ? 1 : 0;
    if (arguments.count() == first) {
      throw new ConditionFault("invalid number of arguments (expected at least 1, got 0)");
    }
    ZoneId zone = zoned ? arguments.zone(0) : ZoneOffset.UTC;
    String text = arguments.text(first);
    return switch (arguments.count() - first) {
      case 1 -> anyForm(text, zone);
      case 2 -> new GoLayout(arguments.text(first + 1)).parse(text, zone);
      default ->
          new GoLayout(arguments.text(first + 1)).parse(text, zone(arguments.text(first + 2)));
    };
  }

  private static ZonedDateTime anyForm(String text, ZoneId zone) {
    for (GoLayout layout : GoLayout.DEFAULTS) {
      try {
        return layout.parse(text, zone);
      } catch (ConditionFault _) {
        // the next form may fit
      }
    }
    throw new ConditionFault("invalid date " + text);
  }

  private static ZoneId zone(String name) {
    try {
      return name.isEmpty() || name.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(name);
    } catch (DateTimeException _) {
      throw new ConditionFault("unknown time zone " + name);
    }
  }
}
