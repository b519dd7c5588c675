package dev.serin.gateway.http1;

import dev.serin.gateway.message.Ascii;
import dev.serin.gateway.message.HeadWriter;
import dev.serin.gateway.message.ResponseHead;
import dev.serin.gateway.proxy.Downstream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// Writes the head of a response as the client gets it.
record ResponseRewriter(Downstream.Terms terms) {
  private static final byte[] VERSION = Ascii.bytes("HTTP/1.1 ");
  private static final byte[] CLOSE = Ascii.bytes("Connection: close\r\n");
  private static final byte[] KEEP_ALIVE = Ascii.bytes("Connection: keep-alive\r\n");
  private static final byte[] SET_COOKIE = Ascii.bytes("Set-Cookie: ");
  private static final int ADDED = 256;

  /// A response that another one follows.
  static ByteBuf interim(ByteBufAllocator allocator, ResponseHead head) {
    HeadWriter writer = begin(allocator, head);
    writer.end();
    return writer.out();
  }

  ByteBuf rewrite(ByteBufAllocator allocator, ResponseHead head) {
    HeadWriter writer = begin(allocator, head);
    String cookie = terms.setCookie();
    if (cookie != null) {
      writer.line(SET_COOKIE, cookie);
    }
    if (head.status() == 101) {
      writer.upgrade(head.lines());
    } else {
      framing(writer, head);
      connection(writer);
    }
    writer.end();
    return writer.out();
  }

  private static HeadWriter begin(ByteBufAllocator allocator, ResponseHead head) {
    // With room for a body that is small enough to leave together with its head.
    long body = head.framing().length();
    int room = body > 0 && body <= ClientSocket.JOINED ? (int) body : 0;
    ByteBuf out = allocator.buffer(head.bytes().length + ADDED + room);
    HeadWriter writer = new HeadWriter(out);
    writer.bytes(VERSION);
    out.writeBytes(head.bytes(), head.statusStart(), head.lineEnd() - head.statusStart());
    writer.end();
    writer.lines(head.lines(), head.lines()::passesToClient);
    return writer;
  }

  private void framing(HeadWriter writer, ResponseHead head) {
    if (head.status() == 204) {
      return;
    }
    if (head.framing().chunked() && !terms.oldClient()) {
      writer.chunked();
    } else if (head.framing().length() >= 0) {
      writer.length(head.framing().length());
    }
  }

  private void connection(HeadWriter writer) {
    if (!terms.keepAlive()) {
      writer.bytes(CLOSE);
    } else if (terms.oldClient()) {
      writer.bytes(KEEP_ALIVE);
    }
  }
}
