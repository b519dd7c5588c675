package dev.serin.gateway.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How the end of a message's body is found, as its head says.
///
/// @param length the bytes of the body, or -1 when the head does not say
/// @param chunked true when it comes in chunks
/// @param fault what is wrong; null when nothing is
public record Framing(long length, boolean chunked, @Nullable Fault fault) {
  private static final byte[] CHUNKED = Ascii.bytes("chunked");
  private static final int MAX_DIGITS = 18;
  private static final Framing SILENT = new Framing(-1, false, null);
  private static final Framing CHUNKS = new Framing(-1, true, null);

  /// Reads `Content-Length` and `Transfer-Encoding`. What two servers could read in two ways is a
  /// fault: both headers at once, one of them twice, anything but digits, another coding.
  public static Framing of(HeaderLines lines) {
    int lengths = lines.count(FieldName.CONTENT_LENGTH);
    int codings = lines.count(FieldName.TRANSFER_ENCODING);
    if (lengths > 0 && codings > 0) {
      return broken(400, "both a Content-Length and a Transfer-Encoding");
    }
    if (lengths > 1 || codings > 1) {
      return broken(400, "more than one Content-Length or Transfer-Encoding");
    }
    if (codings == 1) {
      return chunks(lines, lines.find(FieldName.TRANSFER_ENCODING));
    }
    return lengths == 1 ? length(lines, lines.find(FieldName.CONTENT_LENGTH)) : SILENT;
  }

  private static Framing chunks(HeaderLines lines, int line) {
    if (Ascii.same(lines.bytes(), lines.valueStart(line), lines.valueEnd(line), CHUNKED)) {
      return CHUNKS;
    }
    String coding = lines.value(line).toLowerCase(Locale.ROOT);
    return coding.matches("(gzip|x-gzip|deflate|compress|x-compress)[ \t]*,[ \t]*chunked")
        ? broken(501, "a Transfer-Encoding other than chunked")
        : broken(400, "a Transfer-Encoding that is not chunked");
  }

  private static Framing length(HeaderLines lines, int line) {
    int from = lines.valueStart(line);
    int to = lines.valueEnd(line);
    if (from == to || to - from > MAX_DIGITS) {
      return broken(400, "a Content-Length that is no number");
    }
    long length = 0;
    for (int i = from; i < to; i++) {
      byte b = lines.bytes()[i];
      if (!Ascii.isDigit(b)) {
        return broken(400, "a Content-Length that is no number");
      }
      length = length * 10 + (b - '0');
    }
    return new Framing(length, false, null);
  }

  private static Framing broken(int status, String why) {
    return new Framing(-1, false, new Fault(status, why));
  }
}
