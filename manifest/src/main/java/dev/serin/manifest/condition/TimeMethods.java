package dev.serin.manifest.condition;

import dev.serin.manifest.condition.Type.Simple;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The methods of times and durations, such as `now().Hour()`.
final class TimeMethods {
  private static final Map<String, Builtins.Builtin> ALL = all();

  private TimeMethods() {}

  /// The method `name` of values of `type`; its first argument is the value.
  static Optional<Builtins.Builtin> find(Type type, String name) {
    return Optional.ofNullable(ALL.get(key(type, name)));
  }

  static @Nullable Object call(Builtins.Builtin method, Arguments arguments) {
    try {
      return method.body().call(arguments);
    } catch (DateTimeException | ArithmeticException e) {
      throw new ConditionFault("%s: %s".formatted(method.name(), e.getMessage()));
    }
  }

  private static String key(Type type, String name) {
    return type.goName() + "." + name;
  }

  private static Map<String, Builtins.Builtin> all() {
    var all = new HashMap<String, Builtins.Builtin>();
    times().forEach((name, body) -> put(all, Simple.TIME, name, body));
    durations().forEach((name, body) -> put(all, Simple.DURATION, name, body));
    Builtins.Body print = a -> GoText.print(a.run(), a.at(0));
    put(all, Simple.MONTH, "String -> string", print);
    put(all, Simple.WEEKDAY, "String -> string", print);
    return Map.copyOf(all);
  }

  /// @param written the name, and its signature without the value itself
  private static void put(
      Map<String, Builtins.Builtin> all, Simple of, String written, Builtins.Body body) {
    String name = written.substring(0, written.indexOf(' '));
    String signature = written.substring(written.indexOf(' '));
    all.put(key(of, name), new Builtins.Builtin(name, Signature.overloads(name, signature), body));
  }

  private static Map<String, Builtins.Body> times() {
    return Map.ofEntries(
        Map.entry("Year -> int", a -> (long) a.time(0).getYear()),
        Map.entry("YearDay -> int", a -> (long) a.time(0).getDayOfYear()),
        Map.entry("Month -> month", a -> a.time(0).getMonth()),
        Map.entry("Day -> int", a -> (long) a.time(0).getDayOfMonth()),
        Map.entry("Weekday -> weekday", a -> a.time(0).getDayOfWeek()),
        Map.entry("Hour -> int", a -> (long) a.time(0).getHour()),
        Map.entry("Minute -> int", a -> (long) a.time(0).getMinute()),
        Map.entry("Second -> int", a -> (long) a.time(0).getSecond()),
        Map.entry("Nanosecond -> int", a -> (long) a.time(0).getNano()),
        Map.entry("Unix -> int", a -> a.time(0).toEpochSecond()),
        Map.entry("UnixMilli -> int", a -> a.time(0).toInstant().toEpochMilli()),
        Map.entry("UnixNano -> int", a -> nanos(a.time(0))),
        Map.entry("IsZero -> bool", a -> a.time(0).toEpochSecond() == -62_135_596_800L),
        Map.entry("UTC -> time", a -> a.time(0).withZoneSameInstant(ZoneOffset.UTC)),
        Map.entry("In zone -> time", a -> a.time(0).withZoneSameInstant(a.zone(1))),
        Map.entry("After time -> bool", a -> a.time(0).isAfter(a.time(1))),
        Map.entry("Before time -> bool", a -> a.time(0).isBefore(a.time(1))),
        Map.entry("Equal time -> bool", a -> a.time(0).isEqual(a.time(1))),
        Map.entry("Add duration -> time", a -> a.time(0).plus(a.duration(1))),
        Map.entry("Sub time -> duration", a -> Duration.between(a.time(1), a.time(0))),
        Map.entry("AddDate int, int, int -> time", TimeMethods::addDate),
        Map.entry("Format string -> string", a -> new GoLayout(a.text(1)).print(a.time(0))),
        Map.entry("String -> string", a -> GoText.print(a.run(), a.time(0))));
  }

  private static Map<String, Builtins.Body> durations() {
    return Map.ofEntries(
        Map.entry("Hours -> float", a -> a.duration(0).toNanos() / 3.6e12),
        Map.entry("Minutes -> float", a -> a.duration(0).toNanos() / 6e10),
        Map.entry("Seconds -> float", a -> a.duration(0).toNanos() / 1e9),
        Map.entry("Milliseconds -> int", a -> a.duration(0).toNanos() / 1_000_000),
        Map.entry("Microseconds -> int", a -> a.duration(0).toNanos() / 1_000),
        Map.entry("Nanoseconds -> int", a -> a.duration(0).toNanos()),
        Map.entry("Abs -> duration", a -> a.duration(0).abs()),
        Map.entry("Truncate duration -> duration", TimeMethods::truncate),
        Map.entry("String -> string", a -> DurationText.print(a.duration(0))));
  }

  private static long nanos(ZonedDateTime time) {
    return Math.addExact(Math.multiplyExact(time.toEpochSecond(), 1_000_000_000L), time.getNano());
  }

  private static Object addDate(Arguments arguments) {
    return arguments
        .time(0)
        .plusYears(arguments.whole(1))
        .plusMonths(arguments.whole(2))
        .plusDays(arguments.whole(3));
  }

  private static Object truncate(Arguments arguments) {
    long length = arguments.duration(0).toNanos();
    long unit = arguments.duration(1).toNanos();
    return unit <= 0 ? arguments.duration(0) : Duration.ofNanos(length - length % unit);
  }
}
