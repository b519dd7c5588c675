package dev.serin.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Changes messages at random, so that many of them are still messages.
final class Mutation {
  private static final byte[] BYTES = bytes("\r\n\t \0:,;-_+\"'%#/?=0159afx\u007f\u0080\u00ff");
  private static final List<byte[]> WORDS =
      List.of(
          bytes("\r\n"),
          bytes("\r\n\r\n"),
          bytes("\n"),
          bytes("\r"),
          bytes("0\r\n\r\n"),
          bytes("5\r\nhello\r\n"),
          bytes("Content-Length: 5\r\n"),
          bytes("Content-Length: 0\r\n"),
          bytes("Transfer-Encoding: chunked\r\n"),
          bytes("Transfer-Encoding:\tchunked \r\n"),
          bytes("Connection: close\r\n"),
          bytes("Connection: host, content-length, x-a\r\n"),
          bytes("Expect: 100-continue\r\n"),
          bytes("Upgrade: websocket\r\n"),
          bytes("Host: shop\r\n"),
          bytes("X-A:b\r\n"),
          bytes(" folded\r\n"),
          bytes(" HTTP/1.1\r\n"),
          bytes(" HTTP/1.0\r\n"),
          bytes("http://shop"),
          bytes("GET /b HTTP/1.1\r\nHost: shop\r\n\r\n"));

  private final SplittableRandom random;
  private final List<byte[]> seeds;

  Mutation(SplittableRandom random, List<byte[]> seeds) {
    this.random = random;
    this.seeds = seeds;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// One to three messages, changed in up to four places.
  byte[] next() {
    byte[] all = seed();
    for (int more = random.nextInt(3); more > 0; more--) {
      all = joined(all, seed());
    }
    for (int times = random.nextInt(5); times > 0 && all.length > 0; times--) {
      all = changed(all);
    }
    return all;
  }

  private byte[] seed() {
    return seeds.get(random.nextInt(seeds.size()));
  }

  private byte[] changed(byte[] from) {
    int at = random.nextInt(from.length);
    int line = lineStart(from, at);
    int end = lineEnd(from, at);
    return switch (random.nextInt(9)) {
      case 0 -> flipped(from, at);
      case 1 -> replaced(from, at, at + 1, new byte[] {BYTES[random.nextInt(BYTES.length)]});
      case 2 -> replaced(from, at, at, new byte[] {BYTES[random.nextInt(BYTES.length)]});
      case 3 -> replaced(from, at, Math.min(from.length, at + 1 + random.nextInt(8)), new byte[0]);
      case 4 -> replaced(from, line, line, Arrays.copyOfRange(from, line, end));
      case 5 -> replaced(from, line, end, new byte[0]);
      case 6 -> replaced(from, line, line, word());
      case 7 -> replaced(from, at, at, word());
      default -> {
        byte[] other = seed();
        int cut = lineStart(other, random.nextInt(other.length));
        yield joined(Arrays.copyOf(from, line), Arrays.copyOfRange(other, cut, other.length));
      }
    };
  }

  private byte[] word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private byte[] flipped(byte[] from, int at) {
    byte[] changed = from.clone();
    changed[at] ^= (byte) (1 << random.nextInt(8));
    return changed;
  }

  private static byte[] replaced(byte[] from, int start, int end, byte[] by) {
    return joined(
        joined(Arrays.copyOf(from, start), by), Arrays.copyOfRange(from, end, from.length));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(first);
    all.writeBytes(second);
    return all.toByteArray();
  }

  private static int lineStart(byte[] bytes, int at) {
    int start = at;
    while (start > 0 && bytes[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  private static int lineEnd(byte[] bytes, int at) {
    int end = at;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return Math.min(bytes.length, end + 1);
  }

  /// Parts that give the bytes when they are joined: all in one, each alone, or anything between.
  List<byte[]> parts(byte[] bytes) {
    int longest = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(60);
    List<byte[]> parts = new java.util.ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int end = Math.min(bytes.length, at + 1 + random.nextInt(longest));
      parts.add(Arrays.copyOfRange(bytes, at, end));
      at = end;
    }
    return parts;
  }
}
