package dev.serin.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A file of cases, in the format that the head of the file describes.
final class Corpus {
  private static final Pattern BLANK = Pattern.compile("\n\n+");

  private Corpus() {}

  /// One case.
  ///
  /// @param want words: what is to come of it
  /// @param text what is sent; each character is one byte
  /// @param seen what the other side gets
  record Case(String name, List<String> want, String text, List<String> seen) {
    byte[] bytes() {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean wants(String word) {
      return want.contains(word);
    }

    int status() {
      return Integer.parseInt(want.getFirst());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// The cases of a file of the folder `smuggling`.
  static Stream<Case> of(String file) {
    return BLANK
        .splitAsStream(text("/smuggling/" + file))
        .map(block -> block.lines().filter(line -> !line.startsWith("#")).toList())
        .filter(lines -> !lines.isEmpty())
        .map(Corpus::read);
  }

  private static String text(String resource) {
    try (InputStream in = Corpus.class.getResourceAsStream(resource)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case read(List<String> lines) {
    String name = "";
    List<String> want = List.of();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> seen = new ArrayList<>();
    for (String line : lines) {
      String rest = line.substring(1);
      switch (line.charAt(0)) {
        case 'c' -> name = line.substring("case ".length());
        case 'w' -> want = List.of(line.substring("want ".length()).split(" ", -1));
        case '|' -> bytes.writeBytes(bytes(rest + "\\r\\n"));
        case '>' -> bytes.writeBytes(bytes(rest));
        case '=' -> seen.add(new String(bytes(rest), StandardCharsets.ISO_8859_1));
        default -> throw new IllegalArgumentException("a line of no kind: " + line);
      }
    }
    return new Case(name, want, latin(bytes.toByteArray()), List.copyOf(seen));
  }

  /// The bytes that a line stands for.
  private static byte[] bytes(String line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      int brace = c == '{' ? line.indexOf('}', i) : -1;
      if (brace > 0) {
        int star = line.indexOf('*', i);
        byte[] part = bytes(line.substring(i + 1, star));
        for (int times = Integer.parseInt(line.substring(star + 1, brace)); times > 0; times--) {
          out.writeBytes(part);
        }
        i = brace;
      } else if (c != '\\') {
        out.write(c);
      } else {
        i++;
        out.write(escape(line, i));
        i += line.charAt(i) == 'x' ? 2 : 0;
      }
    }
    return out.toByteArray();
  }

  private static int escape(String line, int at) {
    return switch (line.charAt(at)) {
      case 'r' -> '\r';
      case 'n' -> '\n';
      case 't' -> '\t';
      case '0' -> 0;
      case 'x' -> Integer.parseInt(line.substring(at + 1, at + 3), 16);
      case '\\' -> '\\';
      default -> throw new IllegalArgumentException("an escape of no kind: " + line);
    };
  }

  /// Text of which each character is one byte.
  static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /// The bytes in a form that can be read.
  static String shown(byte[] bytes) {
    String text = latin(Arrays.copyOf(bytes, Math.min(bytes.length, 4000)));
    return text.replace("\r", "\\r").replace("\n", "\\n");
  }
}
