package dev.serin.gateway.proxy;

import dev.serin.gateway.message.ChunkedBody;
import dev.serin.gateway.message.HeaderLines;
import dev.serin.gateway.message.ResponseHead;
import dev.serin.gateway.message.Word;
import dev.serin.signals.GrpcCode;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// The response to a gRPC call, which says in its trailer how the call ended; or in its head, when
/// there is nothing else. Clients take a response that says nothing for UNKNOWN, and so does this.
final class GrpcReply {
  private static final Word CONTENT_TYPE = new Word("content-type");
  private static final Word STATUS = new Word("grpc-status");
  private static final String TYPE = "application/grpc";
  private static final int OK = 200;

  private final @Nullable ChunkedBody body;
  private GrpcCode code;

  private GrpcReply(ResponseHead head) {
    GrpcCode said = find(head.lines());
    code = said == null ? GrpcCode.UNKNOWN : said;
    body = said == null && head.framing().chunked() ? new ChunkedBody() : null;
    if (body != null) {
      body.keepTrailer();
    }
  }

  /// Null when it is no response to a gRPC call, or its HTTP status says what is wrong.
  static @Nullable GrpcReply of(ResponseHead head) {
    return head.status() == OK && isGrpc(head.lines()) ? new GrpcReply(head) : null;
  }

  /// gRPC-Web is another protocol, whose status lies inside the body.
  private static boolean isGrpc(HeaderLines lines) {
    for (int i = 0; i < lines.count(); i++) {
      if (lines.named(i, CONTENT_TYPE)) {
        String type = lines.value(i);
        return type.startsWith(TYPE)
            && (type.length() == TYPE.length() || "+;".indexOf(type.charAt(TYPE.length())) >= 0);
      }
    }
    return false;
  }

  private static @Nullable GrpcCode find(HeaderLines lines) {
    for (int i = 0; i < lines.count(); i++) {
      if (lines.named(i, STATUS)) {
        return GrpcCode.of(lines.value(i));
      }
    }
    return null;
  }

  /// A part of the body, of which nothing is read away.
  void follow(ByteBuf part) {
    if (body == null) {
      return;
    }
    int at = part.readerIndex();
    while (at < part.writerIndex() && !body.done()) {
      int taken = body.segment(part, at);
      if (taken < 0) {
        return;
      }
      at += taken;
    }
    HeaderLines trailer = body.trailer();
    GrpcCode said = trailer == null ? null : find(trailer);
    code = said == null ? code : said;
  }

  /// How the call ended, once its body was followed to its end.
  GrpcCode code() {
    return code;
  }
}
