package dev.serin.judge.sequential;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// A snapshot in the making: a header with kind and version, 64-bit words, and a checksum.
final class SnapshotWriter {
  /// First half of the header: "SERN".
  static final int MAGIC = 0x5345524e;

  static final int VERSION = 1;

  private ByteBuffer buffer = ByteBuffer.allocate(256);

  SnapshotWriter(SnapshotKind kind) {
    buffer.putInt(MAGIC).putShort((short) kind.code()).putShort((short) VERSION);
  }

  SnapshotWriter put(long value) {
    if (buffer.remaining() < Long.BYTES) {
      buffer.flip();
      buffer = ByteBuffer.allocate(2 * buffer.capacity()).put(buffer);
    }
    buffer.putLong(value);
    return this;
  }

  SnapshotWriter put(double value) {
    return put(Double.doubleToRawLongBits(value));
  }

  byte[] bytes() {
    var sum = new CRC32C();
    sum.update(buffer.array(), 0, buffer.position());
    put(sum.getValue());
    byte[] bytes = new byte[buffer.position()];
    buffer.get(0, bytes);
    return bytes;
  }
}
