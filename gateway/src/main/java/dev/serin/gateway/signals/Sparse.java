package dev.serin.gateway.signals;

import java.util.Arrays;

/// Pairs of a key and a number, in the order in which they came; small when few keys occur.
public final class Sparse {
  private long[] pairs = new long[16];
  private int length;

  public void add(long key, long number) {
    if (length == pairs.length) {
      pairs = Arrays.copyOf(pairs, length * 2);
    }
    pairs[length++] = key;
    pairs[length++] = number;
  }

  /// Takes each pair in turn.
  @FunctionalInterface
  public interface Reader {
    void pair(long key, long number);
  }

  public void forEach(Reader reader) {
    for (int i = 0; i < length; i += 2) {
      reader.pair(pairs[i], pairs[i + 1]);
    }
  }
}
