package dev.serin.gateway.message;

import java.util.Arrays;

/// A name to look for among bytes.
public final class Word {
  private final byte[] bytes;

  /// A name.
  ///
  /// @param text ASCII; in lower case, if [#same] shall find it in any case
  public Word(String text) {
    bytes = Ascii.bytes(text);
  }

  /// True when the bytes spell it without regard to case.
  public boolean same(byte[] other, int from, int to) {
    return Ascii.same(other, from, to, bytes);
  }

  /// True when it stands at `at` as it is; there must be that many bytes.
  public boolean standsAt(byte[] other, int at) {
    return Arrays.equals(other, at, at + bytes.length, bytes, 0, bytes.length);
  }

  public int length() {
    return bytes.length;
  }
}
