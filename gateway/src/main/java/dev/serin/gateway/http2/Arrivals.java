package dev.serin.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/// Data of one stream that came and is not wanted yet. It is no more than the stream's window, and
/// copied into one buffer, so that many small frames cost no more memory than a large one.
final class Arrivals {
  private final ByteBufAllocator allocator;
  private ByteBuf waiting = Unpooled.EMPTY_BUFFER;

  Arrivals(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  void add(ByteBuf data) {
    if (!waiting.isReadable()) {
      waiting.release();
      waiting = allocator.buffer(data.readableBytes());
    }
    waiting.writeBytes(data);
  }

  boolean any() {
    return waiting.isReadable();
  }

  /// All of it, to be released by the caller.
  ByteBuf take() {
    ByteBuf all = waiting;
    waiting = Unpooled.EMPTY_BUFFER;
    return all;
  }

  /// Throws it away.
  ///
  /// @return how many bytes that was
  int drop() {
    ByteBuf all = take();
    int bytes = all.readableBytes();
    all.release();
    return bytes;
  }
}
