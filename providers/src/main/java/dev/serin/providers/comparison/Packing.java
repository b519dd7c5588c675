package dev.serin.providers.comparison;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/// Bytes as a short text: snapshots are mostly zeros, and are stored again and again.
final class Packing {
  private static final int LARGEST = 1 << 20;

  private Packing() {}

  static String pack(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return Base64.getEncoder().encodeToString(packed.toByteArray());
  }

  /// What [#pack] made of bytes.
  ///
  /// @throws IllegalArgumentException when it is damaged
  static byte[] unpack(String text) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(Base64.getDecoder().decode(text));
      byte[] bytes = new byte[LARGEST];
      int length = inflater.inflate(bytes);
      if (!inflater.finished()) {
        throw new IllegalArgumentException("a packed state is cut off or too large");
      }
      return Arrays.copyOf(bytes, length);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("a packed state is damaged", e);
    } finally {
      inflater.end();
    }
  }
}
