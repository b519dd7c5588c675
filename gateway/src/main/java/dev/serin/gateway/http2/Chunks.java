package dev.serin.gateway.http2;

import dev.serin.gateway.message.Ascii;
import dev.serin.gateway.message.FieldName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes bodies in the chunks of HTTP/1.1 (RFC 9112 section 7.1).
final class Chunks {
  private static final int FRAMING = 12;

  private Chunks() {}

  /// One chunk with a copy of the data, which is read. There must be data: a chunk of nothing would
  /// end the body.
  static ByteBuf chunk(ByteBufAllocator allocator, ByteBuf data) {
    int length = data.readableBytes();
    ByteBuf out = allocator.buffer(length + FRAMING);
    ByteBufUtil.writeAscii(out, Integer.toHexString(length));
    endLine(out);
    out.writeBytes(data);
    return endLine(out);
  }

  /// The end of a body.
  ///
  /// @param trailer whose fields follow the last chunk; null for none
  static ByteBuf end(ByteBufAllocator allocator, @Nullable Http2Headers trailer) {
    ByteBuf out = allocator.buffer(FRAMING);
    endLine(out.writeByte('0'));
    if (trailer != null) {
      for (Map.Entry<CharSequence, CharSequence> field : trailer) {
        if (passes(AsciiString.of(field.getKey()))) {
          ByteBufUtil.writeAscii(out, field.getKey());
          out.writeByte(':').writeByte(Ascii.SPACE);
          ByteBufUtil.writeAscii(out, field.getValue());
          endLine(out);
        }
      }
    }
    return endLine(out);
  }

  /// What a head alone may say is dropped from a trailer.
  private static boolean passes(AsciiString name) {
    byte[] bytes = name.toByteArray();
    return FieldName.of(bytes, 0, bytes.length) == null;
  }

  private static ByteBuf endLine(ByteBuf out) {
    return out.writeByte(Ascii.CR).writeByte(Ascii.LF);
  }
}
