package dev.serin.gateway.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/// Bytes that came and are not wanted yet, in one buffer.
final class Backlog {
  private static final int LIMIT = 64 * 1024;
  private static final int ROOM = 16 * 1024;

  private final ByteBufAllocator allocator;
  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
  private boolean own;

  Backlog(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /// Adds bytes, and takes over their buffer.
  void add(ByteBuf in) {
    if (!bytes.isReadable()) {
      become(in, false);
      return;
    }
    if (!own || bytes.writableBytes() < in.readableBytes()) {
      // With room for as much again, or else each byte that a client sends could copy all others.
      int needed = bytes.readableBytes() + in.readableBytes();
      int size = Math.max(needed, Math.min(2 * needed, LIMIT + ROOM));
      become(allocator.buffer(size).writeBytes(bytes), true);
    }
    bytes.writeBytes(in);
    in.release();
  }

  private void become(ByteBuf next, boolean ownBuffer) {
    bytes.release();
    bytes = next;
    own = ownBuffer;
  }

  /// The bytes; who reads them takes them out.
  ByteBuf bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return !bytes.isReadable();
  }

  /// True while more may be read.
  boolean hasRoom() {
    return bytes.readableBytes() < LIMIT;
  }

  int size() {
    return bytes.readableBytes();
  }

  /// Gives back the buffer, if nothing is left in it.
  void tidy() {
    if (isEmpty()) {
      become(Unpooled.EMPTY_BUFFER, false);
    }
  }

  /// Gives back the buffer and what is in it.
  void clear() {
    become(Unpooled.EMPTY_BUFFER, false);
  }
}
