package dev.serin.gateway.proxy;

import dev.serin.gateway.client.Client;
import dev.serin.gateway.message.Ascii;
import dev.serin.gateway.message.FieldName;
import dev.serin.gateway.message.HeadWriter;
import dev.serin.gateway.message.HeaderLines;
import dev.serin.gateway.message.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// Writes the head of a request as a backend gets it: without what concerns the client's
/// connection alone, with what the backend has to know about the client.
///
/// @param client who sent it
public record RequestRewriter(Client client) {
  private static final byte[] VERSION = Ascii.bytes(" HTTP/1.1\r\n");
  private static final byte[] HOST = Ascii.bytes("Host: ");
  private static final byte[] MIRROR = Ascii.bytes("X-Serin-Mirror: 1\r\n");
  private static final int ADDED = 512;

  /// Writes the head.
  ///
  /// @param authority what a request that names no host is given
  /// @param mirror true for a copy
  public ByteBuf rewrite(
      ByteBufAllocator allocator, RequestHead head, String authority, boolean mirror) {
    ByteBuf out = allocator.buffer(head.bytes().length + ADDED);
    HeadWriter writer = new HeadWriter(out);
    head.writeLine(out);
    writer.bytes(VERSION);
    if (head.lines().find(FieldName.HOST) < 0) {
      writer.line(HOST, head.host().isEmpty() ? authority : head.host());
    }
    writer.lines(head.lines(), i -> passes(head, i, mirror));
    framing(writer, head);
    client.tell(out, head);
    if (head.wantsUpgrade()) {
      writer.upgrade(head.lines());
    }
    if (mirror) {
      writer.bytes(MIRROR);
    }
    writer.end();
    return out;
  }

  private static boolean passes(RequestHead head, int i, boolean mirror) {
    HeaderLines lines = head.lines();
    FieldName name = lines.known(i);
    if (name == null) {
      return !lines.namedByConnection(i);
    }
    return switch (name.fate()) {
      case PASSED -> name != FieldName.EXPECT || (head.expectsContinue() && !mirror);
      case HOP, REPLACED, CLIENT_CLAIM -> false;
    };
  }

  private static void framing(HeadWriter writer, RequestHead head) {
    if (head.framing().chunked()) {
      writer.chunked();
    } else if (head.framing().length() >= 0) {
      writer.length(head.framing().length());
    }
  }
}
