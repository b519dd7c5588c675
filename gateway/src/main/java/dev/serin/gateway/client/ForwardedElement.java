package dev.serin.gateway.client;

import dev.serin.gateway.message.FieldName;
import dev.serin.gateway.message.HeaderLines;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one proxy said of the one before it (RFC 7239 section 4).
///
/// @param node who that was, as it was said
/// @param host that it asked for; null when that was not said
/// @param proto that it spoke; null when that was not said
record ForwardedElement(String node, @Nullable String host, @Nullable String proto) {
  private static final String HOST_EXTRA = ".-_~%!$&'()*+;=:[]";
  private static final Pattern PAIR =
      Pattern.compile(
          "\\s*+(?:([!#$%&'*+.^_`|~0-9A-Za-z-]++)=(?:([^\\s\",;]++)|\"((?:[^\"\\\\]|\\\\.)*+)\"))?+\\s*+([,;]|$)");

  /// The elements of all `Forwarded` lines; none when one of them is malformed, since then nobody
  /// can tell who said what.
  static Deque<ForwardedElement> all(HeaderLines lines) {
    Deque<ForwardedElement> all = new ArrayDeque<>();
    for (int i = 0; i < lines.count(); i++) {
      if (lines.known(i) == FieldName.FORWARDED && !read(lines.value(i), all)) {
        return new ArrayDeque<>();
      }
    }
    return all;
  }

  private static boolean read(String value, Deque<ForwardedElement> into) {
    Matcher pair = PAIR.matcher(value);
    ForwardedElement element = new ForwardedElement("", null, null);
    int at = 0;
    while (pair.region(at, value.length()).lookingAt()) {
      element = element.with(pair);
      if (pair.group(4).equals(";")) {
        at = pair.end();
        continue;
      }
      into.addLast(element);
      element = new ForwardedElement("", null, null);
      if (pair.group(4).isEmpty()) {
        return true;
      }
      at = pair.end();
    }
    return false;
  }

  private ForwardedElement with(Matcher pair) {
    String name = pair.group(1);
    if (name == null) {
      return this;
    }
    String quoted = pair.group(3);
    String value = quoted == null ? pair.group(2) : quoted.replaceAll("\\\\(.)", "$1");
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "for" -> new ForwardedElement(value, host, proto);
      case "host" -> new ForwardedElement(node, value, proto);
      case "proto" -> new ForwardedElement(node, host, value);
      default -> this;
    };
  }

  ForwardedElement at(String address) {
    return new ForwardedElement(
        address,
        host != null && harmless(host) ? host : null,
        proto != null && harmless(proto) ? proto : null);
  }

  /// True for a text that a host or a scheme may have, and that needs no escape between quotes.
  static boolean harmless(String text) {
    boolean harmless = !text.isEmpty();
    for (int i = 0; i < text.length() && harmless; i++) {
      char c = text.charAt(i);
      harmless = c < 0x80 && (Character.isLetterOrDigit(c) || HOST_EXTRA.indexOf(c) >= 0);
    }
    return harmless;
  }

  void write(StringBuilder out) {
    out.append("for=").append(Nodes.quoted(node));
    if (proto != null) {
      out.append(";proto=\"").append(proto).append('"');
    }
    if (host != null && !host.isEmpty()) {
      out.append(";host=\"").append(host).append('"');
    }
  }
}
