package dev.serin.judge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Snapshots of parts, packed into one: a version, the terms that they belong to, and the parts,
/// each with its length.
final class Parcel {
  private static final int VERSION = 1;

  private final List<byte[]> parts = new ArrayList<>();

  private Parcel() {}

  static Parcel of(Terms terms) {
    return new Parcel().put(new byte[] {VERSION}).put(bytes(terms));
  }

  /// The parts of a parcel, in the order in which they were put in.
  ///
  /// @throws IllegalArgumentException when it is damaged, or of another version or other terms
  static Parts open(Terms terms, byte[] parcel) {
    Parts parts = new Parts(ByteBuffer.wrap(parcel));
    byte[] version = parts.next();
    if (version.length != 1 || version[0] != VERSION) {
      throw new IllegalArgumentException(
          "the snapshot has version %s, and only version %d can be read"
              .formatted(Arrays.toString(version), VERSION));
    }
    if (!Arrays.equals(parts.next(), bytes(terms))) {
      throw new IllegalArgumentException("the snapshot is of a comparison with other terms");
    }
    return parts;
  }

  Parcel put(byte[] part) {
    parts.add(part.clone());
    return this;
  }

  Parcel put(long... numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES * numbers.length);
    buffer.asLongBuffer().put(numbers);
    return put(buffer.array());
  }

  byte[] bytes() {
    int size = parts.stream().mapToInt(part -> Integer.BYTES + part.length).sum();
    ByteBuffer buffer = ByteBuffer.allocate(size);
    parts.forEach(part -> buffer.putInt(part.length).put(part));
    return buffer.array();
  }

  private static byte[] bytes(Terms terms) {
    return terms.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// What comes out of a parcel, part by part.
  static final class Parts {
    private final ByteBuffer rest;

    private Parts(ByteBuffer rest) {
      this.rest = rest;
    }

    byte[] next() {
      int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
      if (length < 0 || length > rest.remaining()) {
        throw new IllegalArgumentException("the snapshot is cut off or damaged");
      }
      byte[] part = new byte[length];
      rest.get(part);
      return part;
    }

    long[] numbers() {
      byte[] part = next();
      long[] numbers = new long[part.length / Long.BYTES];
      ByteBuffer.wrap(part).asLongBuffer().get(numbers);
      return numbers;
    }

    /// As many numbers as are expected.
    long[] numbers(int count) {
      long[] numbers = numbers();
      if (numbers.length != count) {
        throw new IllegalArgumentException(
            "the snapshot is damaged: %d numbers where %d belong".formatted(numbers.length, count));
      }
      return numbers;
    }
  }
}
