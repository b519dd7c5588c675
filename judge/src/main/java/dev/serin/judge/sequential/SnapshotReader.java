package dev.serin.judge.sequential;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// A snapshot that is read back, word by word. Whatever is wrong with it is an
/// IllegalArgumentException.
final class SnapshotReader {
  private final ByteBuffer words;

  SnapshotReader(byte[] bytes, SnapshotKind kind) {
    if (bytes.length < 2 * Long.BYTES || bytes.length % Long.BYTES != 0) {
      throw wrong("its length of " + bytes.length + " bytes can not be");
    }
    var buffer = ByteBuffer.wrap(bytes);
    int end = bytes.length - Long.BYTES;
    var sum = new CRC32C();
    sum.update(bytes, 0, end);
    if (buffer.getInt() != SnapshotWriter.MAGIC || buffer.getLong(end) != sum.getValue()) {
      throw wrong("it is damaged: its checksum does not fit");
    }
    int found = buffer.getShort();
    if (found != kind.code()) {
      throw wrong("it is of kind " + found + ", not of " + kind.code() + " (" + kind + ")");
    }
    int version = buffer.getShort();
    if (version != SnapshotWriter.VERSION) {
      throw wrong("version " + version + " is not known, only " + SnapshotWriter.VERSION);
    }
    words = buffer.limit(end);
  }

  long whole() {
    if (!words.hasRemaining()) {
      throw wrong("it ends too early");
    }
    return words.getLong();
  }

  double real() {
    return Double.longBitsToDouble(whole());
  }

  /// A count of things that follow.
  int count(int most) {
    long count = whole();
    if (count < 0 || count > most) {
      throw wrong("it counts " + count + " where 0.." + most + " is possible");
    }
    return (int) count;
  }

  Tolerance tolerance() {
    double relative = real();
    return new Tolerance(relative, real());
  }

  void end() {
    if (words.hasRemaining()) {
      throw wrong("it has " + words.remaining() + " bytes too many");
    }
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("can not read the snapshot: " + what);
  }
}
