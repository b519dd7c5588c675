package dev.serin.gateway.http2;

import dev.serin.gateway.message.Ascii;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;

/// Whether header fields can become lines of HTTP/1.1 that mean the same. Netty refuses names that
/// are no lower-case tokens, connection-specific fields, pseudo-header fields that are unknown,
/// twice there or behind others, and values with CR, LF or NUL; this refuses what is left.
final class FieldCheck {
  private FieldCheck() {}

  /// True when no value holds a control character, or begins or ends with white space (RFC 9113
  /// section 8.2.1).
  static boolean sound(Http2Headers headers) {
    for (Map.Entry<CharSequence, CharSequence> field : headers) {
      AsciiString value = AsciiString.of(field.getValue());
      if (!sound(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sound(AsciiString value) {
    int length = value.length();
    if (length == 0) {
      return true;
    }
    for (int i = 0; i < length; i++) {
      if (!Ascii.isFieldText(value.byteAt(i))) {
        return false;
      }
    }
    return !blank(value.byteAt(0)) && !blank(value.byteAt(length - 1));
  }

  private static boolean blank(byte b) {
    return b == Ascii.SPACE || b == Ascii.TAB;
  }

  /// True for the name of a pseudo-header field.
  static boolean pseudo(CharSequence name) {
    return name.charAt(0) == ':';
  }
}
