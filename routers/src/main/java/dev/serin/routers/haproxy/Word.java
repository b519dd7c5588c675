package dev.serin.routers.haproxy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Text from a manifest as one word of HAProxy's configuration or of its runtime API.
///
/// Whatever could mean something there is written as its bytes, so that no text can end its word,
/// its line or its section.
final class Word {
  private static final String PLAIN = "._/:=,@~^()*+?|<>&!-";

  private Word() {}

  /// As a word of the configuration file.
  ///
  /// @throws IllegalArgumentException when it is empty, or holds the character 0
  static String of(String text) {
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "HAProxy's configuration can not hold a text that is empty or has the character 0");
    }
    return encoded(text, PLAIN, "\\x%02x");
  }

  /// As the key of a map: also an argument of a sample, and a word of the runtime API.
  static String key(String text) {
    return encoded(text, "._-", "=%02x");
  }

  private static String encoded(String text, String plain, String other) {
    StringBuilder word = new StringBuilder();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (one & 0xff);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      word.append(
          letter || plain.indexOf(c) >= 0
              ? String.valueOf(c)
              : other.formatted((int) c).toLowerCase(Locale.ROOT));
    }
    return word.toString();
  }
}
