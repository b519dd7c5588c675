package dev.serin.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestHeadTest {
  private static final String HEAD =
      String.join(
          "\r\n",
          "POST /a/b?c=d HTTP/1.1",
          "Host: shop:80",
          "Content-Length:  5 ",
          "X-Empty:",
          "Cookie: a=1; user=mia; b=2",
          "Connection: X-One, keep-alive",
          "X-One: gone",
          "",
          "");

  private static RequestHead.Outcome read(String text) {
    HeadScanner scanner = new HeadScanner();
    assertThat(scanner.feed(bytes(text))).isTrue();
    return scanner.fault() != null
        ? new RequestHead.Outcome(anyHead(), scanner.fault())
        : RequestHead.read(scanner.bytes(), scanner.start(), scanner.end());
  }

  private static RequestHead anyHead() {
    byte[] bytes = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    return RequestHead.read(bytes, 0, bytes.length).head();
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  @Test
  void readsWhatTheGatewayNeedsOfAHead() {
    RequestHead.Outcome read = read(HEAD);

    RequestHead head = read.head();
    assertThat(read.fault()).isNull();
    assertThat(head.method()).isEqualTo("POST");
    assertThat(head.path()).isEqualTo("/a/b");
    assertThat(head.host()).isEqualTo("shop:80");
    assertThat(head.framing().length()).isEqualTo(5);
    assertThat(head.keepAlive()).isTrue();
    assertThat(head.lines().count()).isEqualTo(6);
    assertThat(head.lines().namedByConnection(5)).isTrue();
    assertThat(head.lines().namedByConnection(0)).isFalse();
    long cookie = head.cookie(new Word("user"));
    assertThat(HEAD.substring((int) (cookie >>> 32), (int) cookie)).isEqualTo("mia");
    assertThat(head.cookie(new Word("use"))).isEqualTo(-1);
  }

  @Test
  void aHeadMayComeInTwoPartsSplitAnywhere() {
    String message = HEAD + "12345GET";
    for (int split = 0; split < HEAD.length(); split++) {
      HeadScanner scanner = new HeadScanner();
      ByteBuf rest = bytes(message.substring(split));

      assertThat(scanner.feed(bytes(message.substring(0, split)))).isFalse();
      assertThat(scanner.feed(rest)).isTrue();

      assertThat(scanner.fault()).isNull();
      assertThat(scanner.end() - scanner.start()).isEqualTo(HEAD.length());
      assertThat(rest.toString(StandardCharsets.UTF_8)).isEqualTo("12345GET");
      assertThat(RequestHead.read(scanner.bytes(), scanner.start(), scanner.end()).fault())
          .isNull();
    }
  }

  @Test
  void aHeadMayComeByteByByteAndTheNextUsesTheSameScanner() {
    HeadScanner scanner = new HeadScanner();
    for (int time = 0; time < 3; time++) {
      boolean complete = false;
      for (int i = 0; i < HEAD.length(); i++) {
        assertThat(complete).isFalse();
        complete = scanner.feed(bytes(HEAD.substring(i, i + 1)));
      }
      assertThat(complete).isTrue();
      scanner.reset();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          both framings            | 400 | Content-Length: 5;Transfer-Encoding: chunked
          two equal lengths        | 400 | Content-Length: 5;Content-Length: 5
          two lengths              | 400 | Content-Length: 5;Content-Length: 6
          a list of lengths        | 400 | Content-Length: 5, 5
          a signed length          | 400 | Content-Length: +5
          a negative length        | 400 | Content-Length: -5
          a hexadecimal length     | 400 | Content-Length: 0x5
          an empty length          | 400 | Content-Length:
          a length beyond long     | 400 | Content-Length: 99999999999999999999
          an unknown coding        | 400 | Transfer-Encoding: xchunked
          chunked not last         | 400 | Transfer-Encoding: chunked, identity
          chunked twice            | 400 | Transfer-Encoding: chunked;Transfer-Encoding: chunked
          another coding           | 501 | Transfer-Encoding: gzip, chunked
          a space before the colon | 400 | Transfer-Encoding : chunked
          a tab before the colon   | 400 | Content-Length\t: 5
          a folded line            | 400 | X-A: b; folded
          a line without a colon   | 400 | X-A
          an empty name            | 400 | : b
          a bad name               | 400 | X(A): b
          a control character      | 400 | X-A: a\\u0001b
          a null                   | 400 | X-A: a\\u0000b
          a second host            | 400 | Host: other
          a chunked old request    | 400 | Transfer-Encoding:\\u000bchunked
          """)
  void refusesHeadersThatServersReadInDifferentWays(String name, int status, String lines) {
    String headers =
        lines
            .replace("\\u0001", "\u0001")
            .replace("\\u0000", "\0")
            .replace("\\u000b", "\u000b")
            .replace(";", "\r\n");

    Fault fault = read("POST / HTTP/1.1\r\nHost: shop\r\n" + headers + "\r\n\r\n").fault();

    assertThat(fault).as(name).isNotNull().extracting(Fault::status).isEqualTo(status);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          400|GET http://shop:80/ HTTP/1.1
          400|GET http:/shop/ HTTP/1.1
          400|GET http://me@shop/ HTTP/1.1
          400|GET ftp://shop/ HTTP/1.1
          400|GET /a#b HTTP/1.1
          400|GET /é HTTP/1.1
          405|TRACE / HTTP/1.1
          400|GET shop HTTP/1.1
          400|GET * HTTP/1.1
          400|GET /  HTTP/1.1
          400|GET  / HTTP/1.1
          400| GET / HTTP/1.1
          400|GET /
          400|GET / HTTP/1.1 x
          400|GET / http/1.1
          400|GET / HTTP/1.10
          400|G@T / HTTP/1.1
          400|GET /a\tb HTTP/1.1
          501|CONNECT shop:443 HTTP/1.1
          505|GET / HTTP/2.0
          505|GET / HTTP/1.2
          505|PRI * HTTP/2.0
          """)
  void refusesRequestLinesThatAreNotAPathOfHttp1(int status, String line) {
    Fault fault = read(line + "\r\nHost: shop\r\n\r\n").fault();

    assertThat(fault).as(line).isNotNull().extracting(Fault::status).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/1.1\\nHost: a\\n\\n",
    "GET / HTTP/1.1\\r\\nHost: a\\n\\r\\n",
    "GET / HTTP/1.1\\r\\nHost: a\\rb\\r\\n\\r\\n",
    "GET / HTTP/1.1\\r\\r\\nHost: a\\r\\n\\r\\n"
  })
  void refusesLinesThatDoNotEndWithBothCharacters(String text) {
    Fault fault = read(text.replace("\\r", "\r").replace("\\n", "\n")).fault();

    assertThat(fault).isNotNull().extracting(Fault::status).isEqualTo(400);
  }

  @Test
  void refusesAHeadOfMoreThan32KilobytesAsSoonAsItIsThatLarge() {
    HeadScanner scanner = new HeadScanner();

    boolean over = scanner.feed(bytes("GET / HTTP/1.1\r\nA:" + "x".repeat(HeadScanner.LIMIT)));

    assertThat(over).isTrue();
    assertThat(scanner.fault()).isNotNull().extracting(Fault::status).isEqualTo(431);
  }

  @Test
  void aFirstLineLargerThanAHeadIsATargetTooLong() {
    HeadScanner scanner = new HeadScanner(2048);

    boolean over = scanner.feed(bytes("\r\nGET /" + "x".repeat(3000)));

    assertThat(over).isTrue();
    assertThat(scanner.fault()).isNotNull().extracting(Fault::status).isEqualTo(414);
  }

  @Test
  void takesNoMoreOfWhatStandsBehindAHeadThanOneStep() {
    HeadScanner scanner = new HeadScanner();
    ByteBuf in = bytes(HEAD + "x".repeat(100_000));

    assertThat(scanner.feed(in)).isTrue();

    assertThat(in.readableBytes()).isEqualTo(100_000);
    assertThat(scanner.bytes().length).isLessThanOrEqualTo(4096);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET http://Shop/a?b HTTP/1.1    | /a | GET /a?b
          GET HTTPS://shop HTTP/1.1       | /  | GET /
          GET http://shop?b=/ HTTP/1.1    | /  | GET /?b=/
          OPTIONS http://shop HTTP/1.1    | /  | OPTIONS *
          OPTIONS http://shop/ HTTP/1.1   | /  | OPTIONS /
          """)
  void anAbsoluteTargetGoesOnAsAPath(String line, String path, String sent) {
    RequestHead.Outcome read = read(line + "\r\nHost: shop\r\n\r\n");

    ByteBuf out = Unpooled.buffer();
    read.head().writeLine(out);

    assertThat(read.fault()).isNull();
    assertThat(read.head().host()).isEqualToIgnoringCase("shop");
    assertThat(read.head().path()).isEqualTo(path);
    assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(sent);
  }

  @Test
  void needsAHostOnlyInHttp11() {
    assertThat(read("GET / HTTP/1.1\r\n\r\n").fault()).isNotNull();
    assertThat(read("GET / HTTP/1.0\r\n\r\n").fault()).isNull();
    assertThat(read("GET / HTTP/1.1\r\nHost: a b\r\n\r\n").fault()).isNotNull();
    assertThat(read("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").fault()).isNull();
  }

  @Test
  void skipsOneEmptyLineBeforeTheRequest() {
    assertThat(read("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").fault()).isNull();
    assertThat(read("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").fault()).isNotNull();
  }
}
