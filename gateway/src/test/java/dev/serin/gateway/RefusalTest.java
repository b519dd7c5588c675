package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that two servers could understand in two ways never reach a backend.
class RefusalTest {
  private static final String NEXT = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        "Content-Length: 0\r\nContent-Length: 4\r\n\r\n",
        "Content-Length: 4, 4\r\n\r\nabcd",
        "Content-Length: +4\r\n\r\nabcd",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "X-A: b\r\n c\r\n\r\n",
        "X-A: b\nContent-Length: 4\r\n\r\nabcd",
        "X-A: b\rContent-Length: 4\r\n\r\nabcd",
        "X-A\r\n\r\n",
        "X A: b\r\n\r\n",
        "Host: b\r\n\r\n"
      })
  void anAmbiguousHeadIsAnsweredWith400AndTheConnectionEnds(String rest) throws Exception {
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\n" + rest + NEXT);

      Wire.Message reply = client.receive();
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.header("connection")).isEqualTo("close");
      assertThat(reply.header("x-serin-error")).startsWith("the request has ");
      assertThat(client.ended()).isTrue();
      assertThat(origin.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\r\n", "5\nhello\r\n", "5\r\nhelloX\r\n", "-5\r\n", "5 \r\nhello\r\n"})
  void malformedChunksEndTheRequestAndNothingBehindThemIsARequest(String chunks) throws Exception {
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      client.lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked");
      client.send(chunks + "0\r\n\r\n" + NEXT);

      assertThat(client.receive().status()).isEqualTo(400);
      assertThat(client.ended()).isTrue();
      assertThat(origin.requests()).noneMatch(r -> r.start().contains("smuggled"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400|GET http://b/ HTTP/1.1",
        "400|GET a HTTP/1.1",
        "501|CONNECT a:443 HTTP/1.1",
        "505|GET / HTTP/2.0",
        "400|GET /",
        "400|GET / HTTP/1.1 "
      })
  void aRequestLineThatIsNoPathOfHttp1IsRefused(String row) throws Exception {
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      client.lines(row.substring(4), "Host: a");

      assertThat(client.receive().status()).isEqualTo(Integer.parseInt(row.substring(0, 3)));
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void aHeadThatIsTooLargeIsAnsweredWith431() throws Exception {
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nX-A: " + "x".repeat(40_000));

      assertThat(client.receive().status()).isEqualTo(431);
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void aLargeHeadBelowTheLimitPasses() throws Exception {
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(origin)) {
      assertThat(stage.get("/", "X-A: " + "x".repeat(30_000)).status()).isEqualTo(200);
      assertThat(origin.requests().element().header("x-a")).hasSize(30_000);
    }
  }

  @Test
  void aHeadThatDoesNotComeInTimeIsAnsweredWith408() throws Exception {
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(Stage.quick(Duration.ofSeconds(5)), origin);
        Wire client = stage.connect()) {
      client.send("GET / HTTP/1.1\r\nHo");

      assertThat(client.receive().status()).isEqualTo(408);
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void aConnectionWithoutRequestsEndsAfterAWhile() throws Exception {
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(Stage.quick(Duration.ofSeconds(5)), origin);
        Wire client = stage.connect()) {
      client.lines("GET / HTTP/1.1", "Host: a");
      assertThat(client.receive().status()).isEqualTo(200);

      assertThat(client.next()).isEqualTo(-1);
    }
  }
}
