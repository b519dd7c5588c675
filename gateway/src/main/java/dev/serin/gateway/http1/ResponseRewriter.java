package dev.serin.gateway.http1;

import dev.serin.gateway.message.Ascii;
import dev.serin.gateway.message.FieldName;
import dev.serin.gateway.message.HeaderLines;
import dev.serin.gateway.message.ResponseHead;
import dev.serin.gateway.proxy.Downstream;
import dev.serin.gateway.proxy.RequestRewriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// Writes the head of a response as the client gets it.
record ResponseRewriter(Downstream.Terms terms) {
  private static final byte[] VERSION = Ascii.bytes("HTTP/1.1 ");
  private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
  private static final byte[] CLOSE = Ascii.bytes("Connection: close\r\n");
  private static final byte[] KEEP_ALIVE = Ascii.bytes("Connection: keep-alive\r\n");
  private static final byte[] UPGRADE = Ascii.bytes("Connection: Upgrade\r\nUpgrade: ");
  private static final byte[] SET_COOKIE = Ascii.bytes("Set-Cookie: ");
  private static final int ADDED = 256;

  /// A response that another one follows.
  public static ByteBuf interim(ByteBufAllocator allocator, ResponseHead head) {
    ByteBuf out = lines(allocator, head);
    RequestRewriter.end(out);
    return out;
  }

  public ByteBuf rewrite(ByteBufAllocator allocator, ResponseHead head) {
    ByteBuf out = lines(allocator, head);
    String cookie = terms.setCookie();
    if (cookie != null) {
      RequestRewriter.line(out, SET_COOKIE, cookie);
    }
    if (head.status() == 101) {
      out.writeBytes(UPGRADE);
      RequestRewriter.value(out, head.lines(), head.lines().find(FieldName.UPGRADE));
      RequestRewriter.end(out);
    } else {
      framing(out, head);
      connection(out);
    }
    RequestRewriter.end(out);
    return out;
  }

  private static ByteBuf lines(ByteBufAllocator allocator, ResponseHead head) {
    // With room for a body that is small enough to leave together with its head.
    long body = head.framing().length();
    int room = body > 0 && body <= ClientSocket.JOINED ? (int) body : 0;
    ByteBuf out = allocator.buffer(head.bytes().length + ADDED + room);
    out.writeBytes(VERSION);
    out.writeBytes(head.bytes(), head.statusStart(), head.lineEnd() - head.statusStart());
    RequestRewriter.end(out);
    HeaderLines lines = head.lines();
    int from = -1;
    for (int i = 0; i < lines.count(); i++) {
      boolean passes = lines.passesToClient(i);
      if (passes && from < 0) {
        from = lines.nameStart(i);
      } else if (!passes && from >= 0) {
        out.writeBytes(lines.bytes(), from, lines.nameStart(i) - from);
        from = -1;
      }
    }
    if (from >= 0) {
      out.writeBytes(lines.bytes(), from, lines.end() - from);
    }
    return out;
  }

  private void framing(ByteBuf out, ResponseHead head) {
    if (head.status() == 204) {
      return;
    }
    if (head.framing().chunked() && !terms.oldClient()) {
      out.writeBytes(CHUNKED);
    } else if (head.framing().length() >= 0) {
      RequestRewriter.length(out, head.framing().length());
    }
  }

  private void connection(ByteBuf out) {
    if (!terms.keepAlive()) {
      out.writeBytes(CLOSE);
    } else if (terms.oldClient()) {
      out.writeBytes(KEEP_ALIVE);
    }
  }
}
