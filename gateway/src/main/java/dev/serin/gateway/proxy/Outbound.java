package dev.serin.gateway.proxy;

import dev.serin.gateway.message.Body;
import dev.serin.gateway.message.RequestHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// A request as it leaves for its endpoint, and for the mirror once it is whole.
final class Outbound {
  private final RequestHead head;
  private final RequestRewriter rewriter;
  private final Body body;
  private final @Nullable Mirror mirror;

  /// A request whose head has come.
  ///
  /// @param mirror where a copy goes; null for none
  Outbound(RequestHead head, RequestRewriter rewriter, @Nullable Mirror mirror) {
    this.head = head;
    this.rewriter = rewriter;
    this.body = head.body();
    this.mirror = mirror;
  }

  /// True when no byte of the body is missing.
  boolean whole() {
    return body.done();
  }

  /// Sends its head to an endpoint.
  void begin(Upstream to, Answer receiver, Downstream client) {
    String authority = to.endpoint().authority();
    ByteBuf request = rewriter.rewrite(client.allocator(), head, authority, false);
    to.begin(receiver, request, head.method().equals("HEAD"), head.oldVersion());
  }

  /// Sends on what belongs to the body.
  ///
  /// @return how many bytes that is; [Body#BROKEN] when they are malformed, [Body#TOO_LARGE] when
  ///     they are too many
  int pass(ByteBuf in, Upstream to) {
    int taken = body.take(in);
    if (taken >= 0) {
      ByteBuf part = in.readRetainedSlice(taken);
      if (mirror != null) {
        mirror.copy(part);
      }
      to.write(part);
      sendCopyWhenWhole();
    }
    return taken;
  }

  /// Sends the copy, if there is one and all of it is here.
  void sendCopyWhenWhole() {
    if (mirror != null && body.done()) {
      mirror.send(head, rewriter);
    }
  }
}
