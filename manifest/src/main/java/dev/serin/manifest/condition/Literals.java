package dev.serin.manifest.condition;

import java.util.Locale;
import org.antlr.v4.runtime.Token;

/// Numbers and strings as they are written.
final class Literals {
  private Literals() {}

  static Node.Constant number(Token token) {
    int at = token.getStartIndex();
    String digits = token.getText().replace("_", "").toLowerCase(Locale.ROOT);
    if (digits.startsWith("0x")) {
      return whole(at, digits.substring(2), 16);
    }
    if (digits.contains(".") || digits.contains("e")) {
      return real(at, digits);
    }
    if (digits.startsWith("0b")) {
      return whole(at, digits.substring(2), 2);
    }
    return digits.startsWith("0o") ? whole(at, digits.substring(2), 8) : whole(at, digits, 10);
  }

  private static Node.Constant whole(int at, String digits, int radix) {
    try {
      return new Node.Whole(at, Long.parseLong(digits, radix));
    } catch (NumberFormatException _) {
      throw new ConditionFault(at, "invalid integer literal: " + digits);
    }
  }

  private static Node.Constant real(int at, String digits) {
    double value;
    try {
      value = Double.parseDouble(digits);
    } catch (NumberFormatException _) {
      throw new ConditionFault(at, "invalid float literal: " + digits);
    }
    if (Double.isInfinite(value)) {
      throw new ConditionFault(at, "float literal is too large");
    }
    return new Node.Real(at, value);
  }

  /// The text inside a string literal, with its escapes resolved.
  static String text(Token token) {
    String written = token.getText();
    String inside = written.substring(1, written.length() - 1);
    return token.getType() == ConditionLexer.RAW_STRING || inside.indexOf('\\') < 0
        ? inside
        : unescape(token.getStartIndex() + 1, inside);
  }

  private static String unescape(int at, String inside) {
    var text = new StringBuilder();
    int i = 0;
    while (i < inside.length()) {
      char c = inside.charAt(i++);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char kind = inside.charAt(i++);
      int digits =
          switch (kind) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            default -> 0;
          };
      if (digits > 0) {
        text.appendCodePoint(codePoint(at + i, part(inside, i, digits), digits, 16));
        i += digits;
      } else if (kind >= '0' && kind <= '7') {
        text.appendCodePoint(codePoint(at + i, part(inside, i - 1, 3), 3, 8));
        i += 2;
      } else {
        text.append(simple(at + i, kind));
      }
    }
    return text.toString();
  }

  private static String part(String text, int from, int length) {
    return text.substring(from, Math.min(from + length, text.length()));
  }

  private static int codePoint(int at, String digits, int length, int radix) {
    try {
      int value = Integer.parseInt(digits, radix);
      if (digits.length() == length && Character.isValidCodePoint(value)) {
        return value;
      }
    } catch (NumberFormatException _) {
      // falls through to the one message
    }
    throw new ConditionFault(at, "invalid char escape");
  }

  private static char simple(int at, char kind) {
    return switch (kind) {
      case 'a' -> '\u0007';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> '\u000b';
      case '\\', '\'', '"' -> kind;
      default -> throw new ConditionFault(at, "invalid char escape");
    };
  }
}
