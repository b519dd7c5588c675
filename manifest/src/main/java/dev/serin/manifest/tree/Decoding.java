package dev.serin.manifest.tree;

import dev.serin.manifest.tree.Problem.Severity;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// The text of a file, if it is text.
final class Decoding {
  /// A manifest is smaller than this: Kubernetes takes objects of at most 1.5 MiB.
  static final int MAX_BYTES = 3 * 1024 * 1024;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Decoding() {}

  /// The text of `source`; ends the reading when it is too large or no text.
  static String text(Source source) {
    if (source.length() > MAX_BYTES) {
      throw refused(
          source,
          "file-too-large",
          "the file has %,d bytes, and a manifest may have at most %,d"
              .formatted(source.length(), MAX_BYTES),
          "split it into several files");
    }
    String text = decoded(source);
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      if (!printable(character)) {
        throw new Refusal(binary(place(source, text.substring(0, i)), character));
      }
      i += Character.charCount(character);
    }
    return text;
  }

  private static String decoded(Source source) {
    CharsetDecoder utf8 =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(source.bytes());
    CharBuffer out = CharBuffer.allocate(in.remaining());
    CoderResult result = utf8.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      throw new Refusal(
          new Problem(
              Severity.ERROR,
              "not-text",
              "",
              place(source, text),
              "the file is not UTF-8: byte 0x%02x at offset %d"
                  .formatted(in.get(in.position()) & 0xff, in.position()),
              "save it as UTF-8"));
    }
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  private static Problem binary(Place place, int character) {
    return new Problem(
        Severity.ERROR,
        "not-text",
        "",
        place,
        "the file holds the control character U+%04X, so it is not YAML".formatted(character),
        "give a text file, or write the character as an escape in double quotes");
  }

  private static Refusal refused(Source source, String id, String message, String fix) {
    return new Refusal(
        new Problem(Severity.ERROR, id, "", Place.start(source.name()), message, fix));
  }

  private static Place place(Source source, String before) {
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    String last = before.substring(before.lastIndexOf('\n') + 1);
    return new Place(source.name(), line, last.codePointCount(0, last.length()) + 1);
  }

  /// The characters that YAML 1.1 allows in a stream (section 5.1).
  private static boolean printable(int character) {
    return character == '\t'
        || character == '\n'
        || character == '\r'
        || (character >= 0x20 && character <= 0x7e)
        || character == 0x85
        || (character >= 0xa0 && character <= 0xd7ff)
        || (character >= 0xe000 && character <= 0xfffd)
        || character >= 0x10000;
  }
}
