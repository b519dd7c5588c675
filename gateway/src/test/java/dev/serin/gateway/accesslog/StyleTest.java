package dev.serin.gateway.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gateway.message.Ascii;
import dev.serin.gateway.message.RequestHead;
import dev.serin.signals.Role;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How lines look, and that nobody can forge one.
class StyleTest {
  private static final long NOON = 1_795_608_000_042L;
  private static final Population SHOP =
      new Population("default/shop", "shop.example/api", Role.CANARY, "6f9c");
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private static RequestHead head(String... lines) {
    byte[] bytes = (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    RequestHead.Outcome read = RequestHead.read(bytes, 0, bytes.length);
    assertThat(read.fault()).isNull();
    return read.head();
  }

  private static String line(Style style, Timestamps time, Request request, Outcome outcome) {
    Line line = new Line(style.escape());
    int mark = style.begin(line, request, time);
    style.end(line, mark, new Style.Ending(200, outcome, 12_345_678, 123, 4567, "10.0.0.7:9001"));
    return new String(line.bytes(), 0, line.length(), StandardCharsets.US_ASCII);
  }

  private static String json(Request request) {
    return line(new JsonStyle(), Timestamps.rfc3339(() -> NOON), request, Outcome.ANSWERED);
  }

  private static String common(Request request) {
    return line(new ApacheStyle(), Timestamps.common(() -> NOON), request, Outcome.CLIENT_ABORT);
  }

  private static final RequestHead USUAL =
      head(
          "GET /api/cart?id=7 HTTP/1.1",
          "Host: shop.example:8080",
          "User-Agent: curl/8.5 (a \"b\")",
          "Referer: https://shop.example/",
          "traceparent: 00-" + TRACE + "-00f067aa0ba902b7-01");

  @Test
  void json() {
    assertThat(json(new Request("192.0.2.7", "HTTP/1.1", USUAL, SHOP)))
        .isEqualTo(
            "{\"time\":\"2026-11-25T12:00:00.042Z\",\"client\":\"192.0.2.7\","
                + "\"protocol\":\"HTTP/1.1\",\"method\":\"GET\",\"path\":\"/api/cart?id=7\","
                + "\"host\":\"shop.example:8080\",\"userAgent\":\"curl/8.5 (a \\\"b\\\")\","
                + "\"referer\":\"https://shop.example/\",\"traceId\":\""
                + TRACE
                + "\",\"rollout\":\"default/shop\",\"route\":\"shop.example/api\","
                + "\"role\":\"canary\",\"revision\":\"6f9c\",\"endpoint\":\"10.0.0.7:9001\","
                + "\"status\":200,\"bytesReceived\":123,\"bytesSent\":4567,"
                + "\"durationMs\":12.345,\"outcome\":\"answered\"}\n");
  }

  @Test
  void jsonOfWhatCouldNotBeRead() {
    assertThat(json(new Request("192.0.2.7", "HTTP/1.1", null, null)))
        .startsWith(
            "{\"time\":\"2026-11-25T12:00:00.042Z\",\"client\":\"192.0.2.7\",\"protocol\":\"HTTP/1.1\","
                + "\"endpoint\":");
  }

  @Test
  void common() {
    assertThat(common(new Request("2001:db8::1", "HTTP/2.0", USUAL, SHOP)))
        .isEqualTo(
            "2001:db8::1 - - [25/Nov/2026:12:00:00 +0000] \"GET /api/cart?id=7 HTTP/2.0\" 200 4567 "
                + "\"https://shop.example/\" \"curl/8.5 (a \\\"b\\\")\" shop.example:8080 "
                + "canary 6f9c default/shop shop.example/api "
                + TRACE
                + " 10.0.0.7:9001 123 12.345 client-abort\n");
  }

  @Test
  void commonOfWhatCouldNotBeRead() {
    assertThat(common(new Request("192.0.2.7", "HTTP/1.1", null, null)))
        .isEqualTo(
            "192.0.2.7 - - [25/Nov/2026:12:00:00 +0000] \"-\" 200 4567 \"-\" \"-\" - - - - - -"
                + " 10.0.0.7:9001 123 12.345 client-abort\n");
  }

  @Test
  void whatIsNotAsciiIsEscapedByteByByte() {
    RequestHead head =
        head("GET / HTTP/1.1", "Host: a", "Referer: caf\u00e9\\", "User-Agent: \ta\u0080\u00ffb");
    Request request = new Request("192.0.2.7", "HTTP/1.1", head, null);
    assertThat(json(request))
        .contains("\"referer\":\"caf\\u00e9\\\\\"")
        .contains("\"userAgent\":\"a\\u0080\\u00ffb\"");
    assertThat(common(request)).contains("\"caf\\xe9\\\\\"").contains("a\\x80\\xffb");
  }

  @Test
  void whatIsVeryLongIsCut() {
    RequestHead head = head("GET /" + "x".repeat(10_000) + " HTTP/1.1", "Host: a");
    String line = json(new Request("192.0.2.7", "HTTP/1.1", head, null));
    assertThat(line).contains("\"path\":\"/" + "x".repeat(2047) + "...\"");
  }

  /// Bytes of every kind in a header: one line comes out, which ends as it should.
  @Test
  void noClientCanForgeALine() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 40; i++) {
        int c = random.nextInt(256);
        text.append((char) (c == '\t' || (c >= 0x20 && c != 0x7f) ? c : '"'));
      }
      Request request =
          new Request(
              "192.0.2.7", "HTTP/1.1", head("GET / HTTP/1.1", "Host: a", "Referer: " + text), null);
      assertThat(json(request))
          .as("seed %d, round %d", seed, round)
          .matches("(?s)[ -~]+\\n")
          .matches("(?s)\\{(\"\\w+\":(\"([^\"\\\\]|\\\\.)*\"|[0-9.]+),?)+\\}\\n");
      assertThat(common(request))
          .as("seed %d, round %d", seed, round)
          .matches(
              "(?s)\\S+ - - \\[[^\\]]+\\] \"GET / HTTP/1.1\" 200 4567 \"([^\"\\\\]|\\\\.)*\" .*\\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.000",
    "999, 0.000",
    "1000, 0.001",
    "1234567, 1.234",
    "60000000000, 60000.000",
    "-5, 0.000"
  })
  void timesAreMillisecondsWithThreePlaces(long nanos, String text) {
    Line line = new Line(new byte[0]);
    line.millis(nanos);
    assertThat(new String(line.bytes(), 0, line.length(), StandardCharsets.US_ASCII))
        .isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 7, 10, 99, 100, 1_234_567_890_123L, Long.MAX_VALUE})
  void numbersAreWrittenWhole(long number) {
    Line line = new Line(new byte[0]);
    line.put(Ascii.bytes("n=")).number(number).put(';');
    assertThat(new String(line.bytes(), 0, line.length(), StandardCharsets.US_ASCII))
        .isEqualTo("n=" + number + ";");
  }
}
