package dev.serin.gateway.proxy;

import dev.serin.gateway.message.Ascii;
import dev.serin.gateway.message.FieldName;
import dev.serin.gateway.message.HeaderLines;
import dev.serin.gateway.message.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// Writes the head of a request as a backend gets it: without what concerns the client's
/// connection alone, with what the backend has to know about the client.
///
/// @param client the client's address
/// @param trusted whether the client's own `X-Forwarded-*` is believed
public record RequestRewriter(String client, boolean trusted) {
  private static final byte[] VERSION = Ascii.bytes(" HTTP/1.1\r\n");
  private static final byte[] HOST = Ascii.bytes("Host: ");
  private static final byte[] CONTENT_LENGTH = Ascii.bytes("Content-Length: ");
  private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
  private static final byte[] UPGRADE = Ascii.bytes("Connection: Upgrade\r\nUpgrade: ");
  private static final byte[] FORWARDED_FOR = Ascii.bytes("X-Forwarded-For: ");
  private static final byte[] FORWARDED_PROTO = Ascii.bytes("X-Forwarded-Proto: http\r\n");
  private static final byte[] FORWARDED_HOST = Ascii.bytes("X-Forwarded-Host: ");
  private static final byte[] MIRROR = Ascii.bytes("X-Serin-Mirror: 1\r\n");
  private static final int ADDED = 512;

  /// Writes the head.
  ///
  /// @param authority what a request that names no host is given
  /// @param mirror true for a copy
  public ByteBuf rewrite(
      ByteBufAllocator allocator, RequestHead head, String authority, boolean mirror) {
    ByteBuf out = allocator.buffer(head.bytes().length + ADDED);
    out.writeBytes(head.bytes(), head.lineStart(), head.lineEnd() - head.lineStart());
    out.writeBytes(VERSION);
    if (head.lines().find(FieldName.HOST) < 0) {
      line(out, HOST, authority);
    }
    for (int i = 0; i < head.lines().count(); i++) {
      if (passes(head.lines(), i, mirror)) {
        copy(out, head.lines(), i);
      }
    }
    framing(out, head);
    forwarded(out, head);
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

  private boolean passes(HeaderLines lines, int i, boolean mirror) {
    FieldName name = lines.known(i);
    if (name == null) {
      return !lines.namedByConnection(i);
    }
    return switch (name.fate()) {
      case PASSED ->
          name == FieldName.HOST
              || (!lines.namedByConnection(i) && !(mirror && name == FieldName.EXPECT));
      case HOP, REPLACED -> false;
      case CLIENT_CLAIM -> kept(name);
    };
  }

  private boolean kept(FieldName name) {
    boolean told = name == FieldName.X_FORWARDED_HOST || name == FieldName.X_FORWARDED_PROTO;
    return told && trusted;
  }

  public static void copy(ByteBuf out, HeaderLines lines, int i) {
    out.writeBytes(lines.bytes(), lines.nameStart(i), lines.nameEnd(i) - lines.nameStart(i));
    out.writeByte(':').writeByte(' ');
    value(out, lines, i);
    end(out);
  }

  public static void value(ByteBuf out, HeaderLines lines, int i) {
    out.writeBytes(lines.bytes(), lines.valueStart(i), lines.valueEnd(i) - lines.valueStart(i));
  }

  public static void line(ByteBuf out, byte[] name, String value) {
    out.writeBytes(name);
    out.writeBytes(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    end(out);
  }

  public static void end(ByteBuf out) {
    out.writeByte(Ascii.CR).writeByte(Ascii.LF);
  }

  private static void framing(ByteBuf out, RequestHead head) {
    if (head.framing().chunked()) {
      out.writeBytes(CHUNKED);
    } else if (head.framing().length() >= 0) {
      line(out, CONTENT_LENGTH, Long.toString(head.framing().length()));
    }
  }

  private void forwarded(ByteBuf out, RequestHead head) {
    HeaderLines lines = head.lines();
    out.writeBytes(FORWARDED_FOR);
    for (int i = 0; i < lines.count(); i++) {
      if (lines.known(i) == FieldName.X_FORWARDED_FOR) {
        value(out, lines, i);
        out.writeByte(',').writeByte(' ');
      }
    }
    out.writeBytes(Ascii.bytes(client));
    end(out);
    if (!has(lines, FieldName.X_FORWARDED_PROTO)) {
      out.writeBytes(FORWARDED_PROTO);
    }
    int host = lines.find(FieldName.HOST);
    if (host >= 0 && !has(lines, FieldName.X_FORWARDED_HOST)) {
      out.writeBytes(FORWARDED_HOST);
      value(out, lines, host);
      end(out);
    }
  }

  private boolean has(HeaderLines lines, FieldName name) {
    return trusted && lines.find(name) >= 0;
  }
}
