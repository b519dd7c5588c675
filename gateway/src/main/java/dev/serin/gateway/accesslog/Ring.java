package dev.serin.gateway.accesslog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicLong;

/// Bytes between one thread that writes and one that reads, of a fixed size. Neither waits for the
/// other.
///
/// ```
/// ....[ read ... written )....     both only grow; a place is its number modulo the size
/// ```
final class Ring {
  private final ByteBuffer bytes;
  private final int size;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong read = new AtomicLong();

  /// An empty one.
  ///
  /// @param size in bytes, a power of two
  Ring(int size) {
    if (Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("a ring's size must be a power of two, but is " + size);
    }
    this.size = size;
    this.bytes = ByteBuffer.allocateDirect(size);
  }

  /// Takes all of it or nothing, for the writing thread alone.
  ///
  /// @return false when there is not enough room
  boolean offer(byte[] from, int count) {
    long end = written.getPlain();
    if (count > size - (end - read.getAcquire())) {
      return false;
    }
    int place = (int) end & (size - 1);
    int first = Math.min(count, size - place);
    bytes.put(place, from, 0, first);
    bytes.put(0, from, first, count - first);
    written.setRelease(end + count);
    return true;
  }

  /// True when more than half of it waits to be read.
  boolean crowded() {
    return written.getAcquire() - read.getAcquire() > size / 2;
  }

  /// Writes what is there to a channel, for the reading thread alone. What the channel took before
  /// it failed is gone from the ring, and the rest stays.
  ///
  /// @return false when there was nothing
  boolean drainTo(WritableByteChannel to) throws IOException {
    long end = written.getAcquire();
    long at = read.getPlain();
    boolean some = at < end;
    while (at < end) {
      int place = (int) at & (size - 1);
      int count = (int) Math.min(end - at, size - place);
      at += to.write(bytes.slice(place, count));
      read.setRelease(at);
    }
    return some;
  }
}
