package dev.serin.gateway.http2;

import dev.serin.gateway.message.Body;
import dev.serin.gateway.message.ChunkedBody;
import dev.serin.gateway.message.HeaderLines;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A body of HTTP/1.1 whose framing is taken off, since frames of HTTP/2 have their own.
final class BareBody {
  private final Body body;
  private boolean broken;

  BareBody(Body body) {
    this.body = body;
    if (body instanceof ChunkedBody chunks) {
      chunks.keepTrailer();
    }
  }

  /// Takes the bytes that are part of it, and releases them.
  ///
  /// @param data gets each piece of data, to be released by it
  void take(ByteBuf part, Consumer<ByteBuf> data) {
    try {
      while (part.isReadable() && !body.done() && !broken) {
        int taken = next(part);
        if (taken < 0) {
          broken = true;
        } else if (body instanceof ChunkedBody chunks && !chunks.data()) {
          part.skipBytes(taken);
        } else {
          data.accept(part.readRetainedSlice(taken));
        }
      }
    } finally {
      part.release();
    }
  }

  private int next(ByteBuf part) {
    return body instanceof ChunkedBody chunks
        ? chunks.segment(part, part.readerIndex())
        : body.take(part);
  }

  boolean done() {
    return body.done();
  }

  /// What followed the last chunk; null when nothing did.
  @Nullable HeaderLines trailer() {
    return body instanceof ChunkedBody chunks ? chunks.trailer() : null;
  }
}
