package dev.serin.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedBodyTest {
  private static final String BODY =
      "5\r\nhello\r\n00A;name=\"v\"\r\n0123456789\r\n0\r\nX-Sum: 1\r\nX-B:\r\n\r\n";

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  @Test
  void findsTheEndHoweverTheBytesComeApart() {
    for (int split = 0; split <= BODY.length(); split++) {
      ChunkedBody body = new ChunkedBody();

      int first = body.take(bytes(BODY.substring(0, split)));
      int second = body.take(bytes(BODY.substring(split) + "GET /"));

      assertThat(first).isEqualTo(split);
      assertThat(first + second).isEqualTo(BODY.length());
      assertThat(body.done()).isTrue();
    }
  }

  @Test
  void tellsDataFromFraming() {
    ChunkedBody body = new ChunkedBody();
    ByteBuf in = bytes(BODY);
    StringBuilder data = new StringBuilder();

    while (!body.done()) {
      int taken = body.segment(in, in.readerIndex());
      String part = in.readCharSequence(taken, StandardCharsets.US_ASCII).toString();
      data.append(body.data() ? part : "");
    }

    assertThat(data).hasToString("hello0123456789");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        "g\r\n",
        "-1\r\n",
        "0x5\r\nhello\r\n",
        "5\nhello\r\n",
        "5 \r\nhello\r\n",
        "5\r\nhello\n",
        "5\r\nhelloo\r\n",
        "5\r\nhello\rx",
        "5;a\nb\r\nhello\r\n",
        "5;a\rb\r\nhello\r\n",
        "fffffffffffffffff\r\n",
        "0\r\nX-A : b\r\n\r\n",
        "0\r\nX-A: b\n\r\n",
        "0\r\n folded\r\n\r\n",
        "0\r\n\rx",
        "5;a=\"b\r\nhello\r\n",
        "5;a=\"b\\\"\r\nhello\r\n",
        "0\r\nContent-Length: 5\r\n\r\n",
        "0\r\nTransfer_Encoding: chunked\r\n\r\n",
        "0\r\nX-A: b\r\nhost: other\r\n\r\n",
        "0\r\nCookie: user=mia\r\n\r\n",
        "0\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n"
      })
  void refusesWhatServersReadInDifferentWays(String broken) {
    assertThat(new ChunkedBody().take(bytes(broken))).isEqualTo(Body.BROKEN);
  }

  @Test
  void refusesMoreDataThanItMayHave() {
    String body = "5\r\nhello\r\n6\r\n";

    assertThat(new ChunkedBody(11).take(bytes(body))).isEqualTo(body.length());
    assertThat(new ChunkedBody(10).take(bytes(body))).isEqualTo(Body.TOO_LARGE);
    assertThat(new ChunkedBody(10).take(bytes("fffffffffffffff\r\n"))).isEqualTo(Body.TOO_LARGE);
  }

  @Test
  void boundsExtensionsAndTrailers() {
    String extension = "1;" + "x".repeat(2000) + "\r\n";
    String trailer = "0\r\n" + ("X-A: " + "y".repeat(1000) + "\r\n").repeat(10);

    assertThat(new ChunkedBody().take(bytes(extension))).isEqualTo(Body.BROKEN);
    assertThat(new ChunkedBody().take(bytes(trailer))).isEqualTo(Body.BROKEN);
  }
}
