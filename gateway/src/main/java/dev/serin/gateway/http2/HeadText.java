package dev.serin.gateway.http2;

import dev.serin.gateway.message.Ascii;
import io.netty.util.AsciiString;
import java.util.Arrays;

/// The bytes of a head of HTTP/1.1 while it is written.
final class HeadText {
  private static final int FIRST_SIZE = 512;

  private byte[] bytes = new byte[FIRST_SIZE];
  private int length;

  HeadText add(CharSequence text) {
    AsciiString ascii = AsciiString.of(text);
    reserve(ascii.length());
    System.arraycopy(ascii.array(), ascii.arrayOffset(), bytes, length, ascii.length());
    length += ascii.length();
    return this;
  }

  HeadText line(CharSequence name, CharSequence value) {
    return add(name).add(": ").add(value).endLine();
  }

  HeadText endLine() {
    reserve(2);
    bytes[length++] = Ascii.CR;
    bytes[length++] = Ascii.LF;
    return this;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}
