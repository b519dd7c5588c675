package dev.serin.gateway.http1;

import dev.serin.gateway.message.Ascii;
import dev.serin.gateway.message.HeadScanner;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;

/// What a client's HTTP/2 begins with (RFC 9113 section 3.4), as far as it looks like a head.
final class Http2Preface {
  private static final byte[] HEAD = Ascii.bytes("PRI * HTTP/2.0\r\n\r\n");

  private Http2Preface() {}

  /// True when the head that was collected is no request but this.
  static boolean is(HeadScanner head) {
    return Arrays.equals(head.bytes(), head.start(), head.end(), HEAD, 0, HEAD.length);
  }

  /// All that was read of the connection.
  ///
  /// @param rest what was read behind the head
  static ByteBuf with(ByteBuf rest, ByteBufAllocator allocator) {
    ByteBuf begun = allocator.buffer(HEAD.length + rest.readableBytes());
    return begun.writeBytes(HEAD).writeBytes(rest);
  }
}
