package dev.serin.gateway.accesslog;

import dev.serin.gateway.message.Ascii;
import java.util.Arrays;

/// A line on its way: bytes that grow.
final class Line {
  private static final int FIRST_SIZE = 512;
  private static final int KEPT_SIZE = 8 * 1024;
  private static final int MOST_DIGITS = 20;

  private static final boolean[] PLAIN = plain();

  private final byte[] escape;
  private byte[] bytes = new byte[FIRST_SIZE];
  private int length;

  /// An empty line.
  ///
  /// @param escape what stands before the two digits of a foreign byte that is no printable ASCII
  Line(byte[] escape) {
    this.escape = escape;
  }

  private static boolean[] plain() {
    boolean[] plain = new boolean[256];
    Arrays.fill(plain, Ascii.SPACE, 0x7f, true);
    plain['"'] = false;
    plain['\\'] = false;
    return plain;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
    if (bytes.length > KEPT_SIZE) {
      bytes = new byte[FIRST_SIZE];
    }
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }

  Line put(int b) {
    reserve(1);
    bytes[length++] = (byte) b;
    return this;
  }

  Line put(byte[] other) {
    return put(other, 0, other.length);
  }

  Line put(byte[] other, int from, int count) {
    reserve(count);
    System.arraycopy(other, from, bytes, length, count);
    length += count;
    return this;
  }

  /// Adds a word of our own, which is ASCII.
  Line put(String word) {
    reserve(word.length());
    for (int i = 0; i < word.length(); i++) {
      bytes[length++] = (byte) word.charAt(i);
    }
    return this;
  }

  /// Adds a number that is not negative.
  Line number(long number) {
    reserve(MOST_DIGITS);
    int at = length + digits(number);
    length = at;
    long rest = number;
    do {
      bytes[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    return this;
  }

  private static int digits(long number) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /// Adds a time in milliseconds, with three places behind the point.
  Line millis(long nanos) {
    long micros = Math.max(0, nanos) / 1000;
    number(micros / 1000);
    int rest = (int) (micros % 1000);
    return put('.').put('0' + rest / 100).put('0' + rest / 10 % 10).put('0' + rest % 10);
  }

  /// Moves what was added since `from` to `to`, before what is there.
  void moveBack(int from, int to) {
    byte[] moved = Arrays.copyOfRange(bytes, from, length);
    System.arraycopy(bytes, to, bytes, to + moved.length, from - to);
    System.arraycopy(moved, 0, bytes, to, moved.length);
  }

  /// Adds bytes of somebody else's text in a form that can not be taken for anything else.
  void foreign(byte[] text, int from, int to) {
    int at = from;
    while (at < to) {
      int plain = at;
      while (plain < to && PLAIN[text[plain] & 0xff]) {
        plain++;
      }
      put(text, at, plain - at);
      if (plain < to) {
        foreign(text[plain]);
      }
      at = plain + 1;
    }
  }

  /// Adds a byte of somebody else's text in such a form.
  void foreign(byte b) {
    int c = b & 0xff;
    if (PLAIN[c]) {
      put(c);
    } else if (c == '"' || c == '\\') {
      put('\\').put(c);
    } else {
      put(escape).put(hex(c >> 4)).put(hex(c & 0xf));
    }
  }

  private static int hex(int digit) {
    return digit < 10 ? '0' + digit : 'a' + digit - 10;
  }
}
