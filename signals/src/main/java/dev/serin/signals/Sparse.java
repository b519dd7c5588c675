package dev.serin.signals;

import java.util.Arrays;

/// Pairs of a key and a number, in the order in which they came; small when few keys occur, and
/// smaller when they come in order.
///
/// A pair is written as the step from the key before and the number, each in as many bytes as it
/// needs: seven bits a byte, the lowest first, and the sign in the lowest bit of all.
public final class Sparse {
  private static final int FIRST_SIZE = 16;
  private static final int LARGEST_PAIR = 20;
  private static final int BITS = 7;
  private static final int MORE = 0x80;

  private byte[] bytes = new byte[FIRST_SIZE];
  private int length;
  private long lastKey;

  /// Adds a pair.
  public void add(long key, long number) {
    if (length + LARGEST_PAIR > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(LARGEST_PAIR, bytes.length) * 2);
    }
    write(key - lastKey);
    write(number);
    lastKey = key;
  }

  private void write(long value) {
    long left = (value << 1) ^ (value >> (Long.SIZE - 1));
    while ((left & -MORE) != 0) {
      bytes[length++] = (byte) (left | MORE);
      left >>>= BITS;
    }
    bytes[length++] = (byte) left;
  }

  /// Takes each pair in turn.
  @FunctionalInterface
  public interface Reader {
    void pair(long key, long number);
  }

  public void forEach(Reader reader) {
    long key = 0;
    int at = 0;
    while (at < length) {
      int behindKey = behind(at);
      key += read(at, behindKey);
      int behindNumber = behind(behindKey);
      reader.pair(key, read(behindKey, behindNumber));
      at = behindNumber;
    }
  }

  private int behind(int from) {
    int at = from;
    while (bytes[at] < 0) {
      at++;
    }
    return at + 1;
  }

  private long read(int from, int to) {
    long value = 0;
    for (int i = to - 1; i >= from; i--) {
      value = (value << BITS) | (bytes[i] & (MORE - 1));
    }
    return (value >>> 1) ^ -(value & 1);
  }
}
