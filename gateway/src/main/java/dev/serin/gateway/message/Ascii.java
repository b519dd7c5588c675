package dev.serin.gateway.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Questions about bytes of HTTP's grammar (RFC 9110 section 5.6, RFC 9112).
public final class Ascii {
  public static final byte CR = '\r';
  public static final byte LF = '\n';
  public static final byte SPACE = ' ';
  public static final byte TAB = '\t';

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final boolean[] TOKEN = new boolean[256];

  static {
    for (char c = '0'; c <= '9'; c++) {
      TOKEN[c] = true;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      TOKEN[c] = true;
      TOKEN[Character.toUpperCase(c)] = true;
    }
    for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
      TOKEN[c] = true;
    }
  }

  private Ascii() {}

  /// True for a byte that a method or a header's name may hold.
  public static boolean isToken(byte b) {
    return TOKEN[b & 0xff];
  }

  /// True for a byte that a header's value may hold: no control character but the tab.
  public static boolean isFieldText(byte b) {
    int c = b & 0xff;
    return (c >= SPACE && c != 0x7f) || c == TAB;
  }

  /// Where the first control character stands, the tab among them, at `from` or behind it; `to`
  /// when there is none before.
  public static int endOfText(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long eight = (long) EIGHT.get(bytes, at);
      long deleted = eight ^ (ONES * 0x7f);
      // The lowest bit that is left is that of the first byte under 0x20, or of 0x7f.
      long found = (((eight - ONES * SPACE) & ~eight) | ((deleted - ONES) & ~deleted)) & HIGHS;
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (at < to && isFieldText(bytes[at]) && bytes[at] != TAB) {
      at++;
    }
    return at;
  }

  /// True for a byte that a request's target may hold: no space, no control character, nothing
  /// outside ASCII, and no `#`, behind which some servers see no more of a path.
  public static boolean isTarget(byte b) {
    return b > SPACE && b != 0x7f && b != '#';
  }

  /// The value of a hexadecimal digit, or -1.
  public static int hex(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    int lower = b | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  public static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  public static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
  }

  /// True when the bytes spell `word`, which is in lower case, without regard to case.
  public static boolean same(byte[] bytes, int from, int to, byte[] word) {
    if (to - from != word.length) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (lower(bytes[from + i]) != word[i]) {
        return false;
      }
    }
    return true;
  }

  /// The bytes of a text that holds no other characters than ASCII.
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
