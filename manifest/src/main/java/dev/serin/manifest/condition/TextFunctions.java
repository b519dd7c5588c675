package dev.serin.manifest.condition;

import static dev.serin.manifest.condition.Builtins.builtin;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.serin.manifest.condition.Type.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Functions on texts.
final class TextFunctions {
  static final List<Builtins.Builtin> ALL =
      List.of(
          builtin("type", a -> kind(GoText.type(a.at(0))), "any -> string"),
          builtin("string", a -> a.made(GoText.print(a.run(), a.at(0))), "any -> string"),
          builtin("trim", TextFunctions::trim, "string -> string", "string, string -> string"),
          builtin(
              "trimPrefix",
              TextFunctions::trimPrefix,
              "string, string -> string",
              "string -> string"),
          builtin(
              "trimSuffix",
              TextFunctions::trimSuffix,
              "string, string -> string",
              "string -> string"),
          builtin("upper", a -> a.made(a.text(0).toUpperCase(Locale.ROOT)), "string -> string"),
          builtin("lower", a -> a.made(a.text(0).toLowerCase(Locale.ROOT)), "string -> string"),
          builtin(
              "split",
              a -> split(a, false),
              "string, string -> []string",
              "string, string, int -> []string"),
          builtin(
              "splitAfter",
              a -> split(a, true),
              "string, string -> []string",
              "string, string, int -> []string"),
          builtin(
              "replace",
              TextFunctions::replace,
              "string, string, string, int -> string",
              "string, string, string -> string"),
          builtin("repeat", TextFunctions::repeat, "string, int -> string"),
          builtin(
              "join",
              TextFunctions::join,
              "[]string, string -> string",
              "[]string -> string",
              "[]any, string -> string",
              "[]any -> string"),
          builtin(
              "indexOf",
              a -> index(a.text(0), a.text(0).indexOf(a.text(1))),
              "string, string -> int"),
          builtin(
              "lastIndexOf",
              a -> index(a.text(0), a.text(0).lastIndexOf(a.text(1))),
              "string, string -> int"),
          builtin("hasPrefix", a -> a.text(0).startsWith(a.text(1)), "string, string -> bool"),
          builtin("hasSuffix", a -> a.text(0).endsWith(a.text(1)), "string, string -> bool"));

  private TextFunctions() {}

  private static String kind(Type type) {
    return switch (type) {
      case Type.Array _ -> "array";
      case Type.Dictionary _ -> "map";
      case Simple.NIL -> "nil";
      case Simple.FLOAT -> "float";
      case Simple.ZONE -> "time.Location";
      case Simple simple -> simple.goName();
    };
  }

  private static Object trim(Arguments arguments) {
    String text = arguments.text(0);
    if (arguments.count() == 1) {
      return arguments.made(text.strip());
    }
    String unwanted = arguments.text(1);
    int from = 0;
    int to = text.length();
    while (from < to && unwanted.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && unwanted.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    arguments.run().steps((long) (text.length() - (to - from)) * (1 + unwanted.length() / 32));
    return arguments.made(text.substring(from, to));
  }

  private static Object trimPrefix(Arguments arguments) {
    String text = arguments.text(0);
    String prefix = arguments.text(1, " ");
    return arguments.made(text.startsWith(prefix) ? text.substring(prefix.length()) : text);
  }

  private static Object trimSuffix(Arguments arguments) {
    String text = arguments.text(0);
    String suffix = arguments.text(1, " ");
    return arguments.made(
        text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text);
  }

  /// @param keep true to leave the separator at the end of each part
  private static Object split(Arguments arguments, boolean keep) {
    String text = arguments.text(0);
    String separator = arguments.text(1);
    long limit = arguments.count() > 2 ? arguments.whole(2) : -1;
    var parts = new ArrayList<String>();
    if (limit == 0) {
      return new Items(Simple.STRING, parts);
    }
    arguments.run().grow(text.length());
    int from = 0;
    while (limit < 0 || parts.size() < limit - 1) {
      int found = separator.isEmpty() ? nextCharacter(text, from) : text.indexOf(separator, from);
      if (found < 0) {
        break;
      }
      parts.add(text.substring(from, found + (keep ? separator.length() : 0)));
      from = found + separator.length();
    }
    if (!separator.isEmpty() || from < text.length()) {
      parts.add(text.substring(from));
    }
    return arguments.made(new Items(Simple.STRING, parts));
  }

  /// Where the character after the one at `from` starts, or -1 at the last one.
  private static int nextCharacter(String text, int from) {
    int next = from < text.length() ? text.offsetByCodePoints(from, 1) : from;
    return next < text.length() ? next : -1;
  }

  private static Object replace(Arguments arguments) {
    String text = arguments.text(0);
    String old = arguments.text(1);
    String by = arguments.text(2);
    long left = arguments.count() > 3 ? arguments.whole(3) : -1;
    var made = new StringBuilder();
    int from = 0;
    int found = text.indexOf(old);
    while (found >= 0 && left != 0) {
      arguments.run().grow(found - from + by.length());
      made.append(text, from, found).append(by);
      from = found + old.length();
      left--;
      found = old.isEmpty() ? afterNothing(text, from, found) : text.indexOf(old, from);
    }
    arguments.run().grow(text.length() - from);
    return made.append(text.substring(from)).toString();
  }

  private static int afterNothing(String text, int from, int found) {
    return found >= text.length() ? -1 : text.offsetByCodePoints(from, 1);
  }

  private static Object repeat(Arguments arguments) {
    String text = arguments.text(0);
    long times = arguments.whole(1);
    if (times < 0) {
      throw new ConditionFault(
          "invalid argument for repeat (expected positive integer, got %d)".formatted(times));
    }
    arguments.run().grow(times > Run.SIZE ? times : times * text.length());
    return text.repeat((int) times);
  }

  private static Object join(Arguments arguments) {
    Items items = arguments.items(0, "invalid argument for join, type");
    String glue = arguments.text(1, "");
    var made = new ArrayList<String>();
    for (Object item : items) {
      String text = Values.text(item);
      arguments.run().grow((long) text.length() + glue.length());
      made.add(text);
    }
    return String.join(glue, made);
  }

  /// Go counts bytes.
  private static long index(String text, int found) {
    return found < 0 ? -1 : text.substring(0, found).getBytes(UTF_8).length;
  }
}
