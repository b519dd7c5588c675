package dev.serin.routers.nginx;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.serin.core.traffic.TextMatch;

/// Tests of texts as regular expressions of nginx (PCRE), in quotes. Nothing of a text can end them
/// or name a variable.
final class Expressions {
  private Expressions() {}

  /// The left side of a line of `map`.
  ///
  /// @throws IllegalArgumentException when a text is no regular expression
  static String of(TextMatch match) {
    return switch (match) {
      case TextMatch.Exact(String text) -> quoted("~^" + literal(text) + "$");
      case TextMatch.Prefix(String text) -> quoted("~^" + literal(text));
      case TextMatch.Regex(String text) -> quoted("~^(?:" + portable(text) + ")$");
    };
  }

  private static String literal(String text) {
    return clean(text).replaceAll("[^A-Za-z0-9_\\x{80}-\\x{10ffff}]", "\\\\$0");
  }

  private static String clean(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a route's text may hold no control characters, but is \"%s\""
              .formatted(Names.shown(text)));
    }
    return text;
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /// An expression in RE2's syntax without the names of its groups: nginx would make variables of
  /// them, and so a manifest could set any variable.
  private static String portable(String regex) {
    try {
      Pattern.compile(clean(regex));
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(
          "a route's text is no regular expression: \"%s\": %s"
              .formatted(regex, wrong.getMessage()));
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < regex.length()) {
      int end = piece(regex, at);
      String piece = regex.substring(at, end);
      out.append(piece.matches("\\(\\?P?<.*") ? "(" : piece);
      if (piece.startsWith("\\Q") && !piece.endsWith("\\E")) {
        // It ends with the text, and may not take what is written behind it.
        out.append("\\E");
      }
      at = end;
    }
    return out.toString();
  }

  /// Where the piece ends that begins at `at`: an escape, a quotation, a class, the name of a
  /// group, or one character.
  private static int piece(String regex, int at) {
    if (regex.startsWith("\\Q", at)) {
      int end = regex.indexOf("\\E", at);
      return end < 0 ? regex.length() : end + 2;
    }
    if (regex.charAt(at) == '\\') {
      return Math.min(at + 2, regex.length());
    }
    if (regex.startsWith("(?P<", at) || regex.startsWith("(?<", at)) {
      return regex.indexOf('>', at) + 1;
    }
    return regex.charAt(at) == '[' ? classEnd(regex, at) : at + 1;
  }

  /// A bracket that opens a class may be followed by one that closes, which is a letter there.
  private static int classEnd(String regex, int start) {
    int at = start + (regex.startsWith("[^", start) ? 2 : 1);
    at += regex.startsWith("]", at) ? 1 : 0;
    while (at < regex.length() && regex.charAt(at) != ']') {
      if (regex.startsWith("[:", at) && regex.indexOf(":]", at) > 0) {
        at = regex.indexOf(":]", at) + 2;
      } else {
        at += regex.charAt(at) == '\\' ? 2 : 1;
      }
    }
    return Math.min(at + 1, regex.length());
  }
}
