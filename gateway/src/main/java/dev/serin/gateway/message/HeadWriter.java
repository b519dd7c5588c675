package dev.serin.gateway.message;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/// Writes a head of HTTP/1.1, behind what is in the buffer already.
public record HeadWriter(ByteBuf out) {
  private static final byte[] CONTENT_LENGTH = Ascii.bytes("Content-Length: ");
  private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
  private static final byte[] UPGRADE = Ascii.bytes("Connection: Upgrade\r\nUpgrade: ");

  /// Bytes as they are.
  public void bytes(byte[] text) {
    out.writeBytes(text);
  }

  /// Those lines that pass, as they came; in one piece where they stand one behind the other.
  ///
  /// @param passes is asked for the place of each line
  public void lines(HeaderLines lines, IntPredicate passes) {
    int from = -1;
    for (int i = 0; i < lines.count(); i++) {
      boolean pass = passes.test(i);
      if (pass && from < 0) {
        from = lines.nameStart(i);
      } else if (!pass && from >= 0) {
        out.writeBytes(lines.bytes(), from, lines.nameStart(i) - from);
        from = -1;
      }
    }
    if (from >= 0) {
      out.writeBytes(lines.bytes(), from, lines.end() - from);
    }
  }

  /// A line of its own.
  ///
  /// @param name with its colon and a space
  public void line(byte[] name, String value) {
    out.writeBytes(name);
    out.writeCharSequence(value, StandardCharsets.UTF_8);
    end();
  }

  /// How long the body is.
  ///
  /// @param length 0 or more
  public void length(long length) {
    out.writeBytes(CONTENT_LENGTH);
    long divisor = 1;
    while (length / divisor >= 10) {
      divisor *= 10;
    }
    for (; divisor > 0; divisor /= 10) {
      out.writeByte((int) ('0' + length / divisor % 10));
    }
    end();
  }

  /// The body comes in chunks.
  public void chunked() {
    out.writeBytes(CHUNKED);
  }

  /// The protocol is to be changed, to what these lines say.
  public void upgrade(HeaderLines lines) {
    int line = lines.find(FieldName.UPGRADE);
    out.writeBytes(UPGRADE);
    out.writeBytes(
        lines.bytes(), lines.valueStart(line), lines.valueEnd(line) - lines.valueStart(line));
    end();
  }

  /// The end of a line, or the blank line behind the last.
  public void end() {
    out.writeByte(Ascii.CR).writeByte(Ascii.LF);
  }
}
