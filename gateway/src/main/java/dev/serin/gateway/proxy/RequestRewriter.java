package dev.serin.gateway.proxy;

import dev.serin.gateway.client.Client;
import dev.serin.gateway.message.Ascii;
import dev.serin.gateway.message.FieldName;
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
  private static final byte[] CONTENT_LENGTH = Ascii.bytes("Content-Length: ");
  private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
  private static final byte[] UPGRADE = Ascii.bytes("Connection: Upgrade\r\nUpgrade: ");
  private static final byte[] MIRROR = Ascii.bytes("X-Serin-Mirror: 1\r\n");
  private static final int ADDED = 512;

  /// Writes the head.
  ///
  /// @param authority what a request that names no host is given
  /// @param mirror true for a copy
  public ByteBuf rewrite(
      ByteBufAllocator allocator, RequestHead head, String authority, boolean mirror) {
    ByteBuf out = allocator.buffer(head.bytes().length + ADDED);
    head.writeLine(out);
    out.writeBytes(VERSION);
    if (head.lines().find(FieldName.HOST) < 0) {
      line(out, HOST, head.host().isEmpty() ? authority : head.host());
    }
    lines(out, head, mirror);
    framing(out, head);
    client.tell(out, head);
    if (head.wantsUpgrade()) {
      out.writeBytes(UPGRADE);
      value(out, head.lines(), head.lines().find(FieldName.UPGRADE));
      end(out);
    }
    if (mirror) {
      out.writeBytes(MIRROR);
    }
    end(out);
    return out;
  }

  /// Writes those that pass as they came, in one piece where they stand one behind the other.
  private static void lines(ByteBuf out, RequestHead head, boolean mirror) {
    HeaderLines lines = head.lines();
    int from = -1;
    for (int i = 0; i < lines.count(); i++) {
      boolean passes = passes(head, i, mirror);
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

  public static void value(ByteBuf out, HeaderLines lines, int i) {
    out.writeBytes(lines.bytes(), lines.valueStart(i), lines.valueEnd(i) - lines.valueStart(i));
  }

  public static void line(ByteBuf out, byte[] name, String value) {
    out.writeBytes(name);
    out.writeCharSequence(value, java.nio.charset.StandardCharsets.UTF_8);
    end(out);
  }

  /// Writes a number of bytes, 0 or more.
  public static void length(ByteBuf out, long length) {
    out.writeBytes(CONTENT_LENGTH);
    long divisor = 1;
    while (length / divisor >= 10) {
      divisor *= 10;
    }
    for (; divisor > 0; divisor /= 10) {
      out.writeByte((int) ('0' + length / divisor % 10));
    }
    end(out);
  }

  public static void end(ByteBuf out) {
    out.writeByte(Ascii.CR).writeByte(Ascii.LF);
  }

  private static void framing(ByteBuf out, RequestHead head) {
    if (head.framing().chunked()) {
      out.writeBytes(CHUNKED);
    } else if (head.framing().length() >= 0) {
      length(out, head.framing().length());
    }
  }
}
