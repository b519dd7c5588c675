package dev.serin.routers.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The messages of one stream of syslog: with a count before each (RFC 6587), or a line feed behind
/// it.
final class Frames {
  /// The longest message, in bytes.
  static final int LONGEST = 64 * 1024;

  private final InputStream in;

  Frames(InputStream in) {
    this.in = in;
  }

  /// The next message; null at the end of the stream.
  ///
  /// @throws ProtocolException when a message is too long, or the count before it is none
  /// @throws IOException when the sender is gone
  @Nullable String next() throws IOException {
    int first = in.read();
    while (first == '\n' || first == '\r') {
      first = in.read();
    }
    if (first < 0) {
      return null;
    }
    return first >= '1' && first <= '9' ? counted(first - '0') : line(first);
  }

  private String counted(int first) throws IOException {
    int length = first;
    for (int b = in.read(); b != ' '; b = in.read()) {
      length = length * 10 + (b - '0');
      if (b < '0' || b > '9' || length > LONGEST) {
        throw new ProtocolException("a message without a proper count");
      }
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private String line(int first) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = first; b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
      if (line.size() > LONGEST) {
        throw new ProtocolException("a line that is too long");
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
