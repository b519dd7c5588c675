package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gateway.settings.TrustedProxies;
import dev.serin.signals.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client and a backend see of each other through the gateway.
class PassThroughTest {
  private static Wire.Message only(Origin origin) {
    assertThat(origin.requests()).hasSize(1);
    return origin.requests().element();
  }

  @Test
  void aRequestAndItsResponseKeepTheirHeadersAndBodies() throws Exception {
    try (Origin origin =
            Origin.replying(
                request ->
                    "HTTP/1.1 201 Made it\r\nX-Reply: a b\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
                        + "Content-Length: 4\r\n\r\npong");
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      Wire.Message reply =
          client
              .send("PUT /a?b=c%20d HTTP/1.1\r\nHost: shop.example\r\nX-Ask: é\r\n")
              .send("Content-Length: 4\r\n\r\nping")
              .receive();

      assertThat(reply.start()).isEqualTo("HTTP/1.1 201 Made it");
      assertThat(reply.body()).isEqualTo("pong");
      assertThat(reply.header("x-reply")).isEqualTo("a b");
      assertThat(reply.header("set-cookie")).isEqualTo("a=1, b=2");
      Wire.Message request = only(origin);
      assertThat(request.start()).isEqualTo("PUT /a?b=c%20d HTTP/1.1");
      assertThat(request.header("host")).isEqualTo("shop.example");
      assertThat(request.body()).isEqualTo("ping");
    }
  }

  @Test
  void hopByHopHeadersEndAtTheGatewayAndForwardedOnesBegin() throws Exception {
    try (Origin origin =
            Origin.replying(
                _ ->
                    String.join(
                        "\r\n",
                        "HTTP/1.1 200 OK",
                        "Connection: X-Private",
                        "X-Private: 1",
                        "Keep-Alive: timeout=5",
                        "Proxy-Authenticate: x",
                        "X-Public: 1",
                        "Content-Length: 0",
                        "",
                        ""));
        Stage stage = Stage.of(origin)) {
      Wire.Message reply =
          stage.get(
              "/",
              "Connection: X-Secret, te",
              "X-Secret: 1",
              "TE: trailers",
              "Keep-Alive: 5",
              "Proxy-Connection: x",
              "Proxy-Authorization: x",
              "Upgrade: h2c",
              "X-Forwarded-For: 10.0.0.1",
              "X-Forwarded-Proto: https",
              "X-Forwarded-Host: evil",
              "X-Forwarded-Port: 1",
              "X-Real-IP: 10.0.0.1",
              "Forwarded: for=10.0.0.1",
              "X-Serin-Mirror: 1",
              "X-Public: 1");

      assertThat(reply.headers())
          .containsOnlyKeys("x-public", "content-length", "connection")
          .containsEntry("connection", "close");
      assertThat(only(origin).headers())
          .containsOnlyKeys(
              "host",
              "x-public",
              "x-forwarded-for",
              "x-forwarded-proto",
              "x-forwarded-host",
              "forwarded")
          .containsEntry("x-forwarded-for", "127.0.0.1")
          .containsEntry("x-forwarded-proto", "http")
          .containsEntry("x-forwarded-host", "shop")
          .containsEntry("forwarded", "for=127.0.0.1;proto=http;host=\"shop\"");
    }
  }

  @Test
  void behindATrustedProxyItsForwardedHeadersStay() throws Exception {
    try (Origin origin = Origin.saying("ok");
        Stage stage =
            Stage.of(
                Stage.OPTIONS.withTrusted(new TrustedProxies(List.of("127.0.0.0/8"))), origin)) {
      stage.get(
          "/",
          "X-Forwarded-For: 10.0.0.1, 203.0.113.9",
          "X-Forwarded-Proto: https",
          "X-Forwarded-Host: shop.example");

      assertThat(only(origin).headers())
          .containsEntry("x-forwarded-for", "203.0.113.9, 127.0.0.1")
          .containsEntry("x-forwarded-proto", "https")
          .containsEntry("x-forwarded-host", "shop.example");
    }
  }

  @Test
  void manyRequestsOnOneConnectionUseOneConnectionToTheBackend() throws Exception {
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      int before = origin.connections();
      for (int i = 0; i < 20; i++) {
        client.lines("GET /" + i + " HTTP/1.1", "Host: a");
        assertThat(client.receive().body()).isEqualTo("ok");
      }

      assertThat(origin.requests()).hasSize(20);
      // One is the health check's.
      assertThat(origin.connections() - before).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void chunkedBodiesPassBothWays() throws Exception {
    try (Origin origin =
            Origin.replying(
                request ->
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
                        + "3;x=y\r\n, "
                        + request.body().charAt(0)
                        + "\r\n0\r\nX-Trailer: 1\r\n\r\n");
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      for (int i = 0; i < 3; i++) {
        client.lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked");
        client.send("4\r\nWorl\r\n1\r\nd\r\n0\r\n\r\n");

        assertThat(client.receive().body()).isEqualTo("hello, W");
      }

      assertThat(origin.requests()).allMatch(request -> request.body().equals("World"));
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    try (Origin origin = Origin.replying(request -> Origin.ok(request.start()));
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        all.append(i % 2 == 0 ? "GET /" + i : "POST /" + i)
            .append(" HTTP/1.1\r\nHost: a\r\n")
            .append(i % 2 == 0 ? "\r\n" : "Content-Length: 3\r\n\r\nabc");
      }
      client.send(all.toString()).endOutput();

      for (int i = 0; i < 50; i++) {
        assertThat(client.receive().body())
            .isEqualTo((i % 2 == 0 ? "GET /" : "POST /") + i + " HTTP/1.1");
      }
      assertThat(client.next()).isEqualTo(-1);
    }
  }

  @Test
  void aResponseToHeadHasNoBodyWhateverItsLength() throws Exception {
    try (Origin origin =
            Origin.replying(
                request ->
                    request.start().startsWith("HEAD")
                        ? "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
                        : Origin.ok("get"));
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(client.receive(true).header("content-length")).isEqualTo("1000");
      assertThat(client.receive().body()).isEqualTo("get");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"204 No Content", "304 Not Modified"})
  void statusesWithoutABodyEndWithTheirHead(String status) throws Exception {
    try (Origin origin = Origin.replying(_ -> "HTTP/1.1 " + status + "\r\nETag: x\r\n\r\n");
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      for (int i = 0; i < 3; i++) {
        client.lines("GET / HTTP/1.1", "Host: a");
        assertThat(client.receive().start()).isEqualTo("HTTP/1.1 " + status);
      }
    }
  }

  @Test
  void aClientThatWaitsFor100GetsItBeforeItSendsTheBody() throws Exception {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 100 Continue\r\n\r\n");
                  String body =
                      new String(wire.exactly(4), java.nio.charset.StandardCharsets.UTF_8);
                  wire.send(Origin.ok("got " + body));
                  wire.next();
                });
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      client.lines("POST / HTTP/1.1", "Host: a", "Content-Length: 4", "Expect: 100-continue");

      assertThat(client.head().status()).isEqualTo(100);
      assertThat(client.send("ping").receive().body()).isEqualTo("got ping");
    }
  }

  @Test
  void anOldClientGetsPlainBodiesAndAClosedConnection() throws Exception {
    try (Origin origin =
            Origin.replying(
                _ ->
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      Wire.Message reply = client.send("GET / HTTP/1.0\r\n\r\n").receive();

      assertThat(reply.body()).isEqualTo("hello");
      assertThat(reply.headers()).doesNotContainKey("transfer-encoding");
      assertThat(client.next()).isEqualTo(-1);
      assertThat(only(origin).start()).isEqualTo("GET / HTTP/1.1");
      assertThat(only(origin).header("host")).contains(":" + origin.port());
    }
  }

  @Test
  void anOldClientMayAskToKeepItsConnection() throws Exception {
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      for (int i = 0; i < 2; i++) {
        client.lines("GET / HTTP/1.0", "Connection: keep-alive");
        assertThat(client.receive().header("connection")).isEqualTo("keep-alive");
      }
    }
  }

  @Test
  void aResponseThatEndsWithItsConnectionIsPassedWhole() throws Exception {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(100_000));
                });
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      client.lines("GET / HTTP/1.1", "Host: a");

      assertThat(client.receive().body()).hasSize(100_000);
    }
  }

  @Test
  void aClientThatShutsItsOutputStillGetsItsAnswer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  asked.await();
                  wire.send(Origin.ok("late"));
                });
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      client.lines("GET / HTTP/1.1", "Host: a").endOutput();
      asked.countDown();

      assertThat(client.receive().body()).isEqualTo("late");
      assertThat(client.next()).isEqualTo(-1);
    }
  }

  @Test
  void anAnswerBeforeTheEndOfTheBodyReachesTheClient() throws Exception {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
                  wire.in().transferTo(java.io.OutputStream.nullOutputStream());
                });
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      client.lines("POST / HTTP/1.1", "Host: a", "Content-Length: 1000000").send("begin");

      Wire.Message reply = client.receive();
      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.header("connection")).isEqualTo("close");
      assertThat(reply.body()).isEqualTo("big");
      assertThat(client.next()).isEqualTo(-1);
    }
  }

  @Test
  void anUpgradedConnectionPassesBytesBothWaysUntilBothSidesEnd() throws Exception {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  Wire.Message asked = wire.head();
                  wire.lines(
                      "HTTP/1.1 101 Switching Protocols",
                      "Connection: " + asked.header("connection"),
                      "Upgrade: " + asked.header("upgrade"));
                  for (int b = wire.next(); b >= 0; b = wire.next()) {
                    wire.send(new byte[] {(byte) (b + 1)});
                  }
                  wire.send("bye");
                });
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      client.lines(
          "GET /chat HTTP/1.1", "Host: a", "Connection: keep-alive, Upgrade", "Upgrade: websocket");
      Wire.Message reply = client.head();

      assertThat(reply.status()).isEqualTo(101);
      assertThat(reply.header("upgrade")).isEqualTo("websocket");
      assertThat(reply.header("connection")).isEqualTo("Upgrade");
      client.send("abc");
      assertThat(client.exactly(3)).containsExactly('b', 'c', 'd');
      assertThat(stage.population(Role.STABLE).inFlight()).isEqualTo(1);
      client.endOutput();
      assertThat(client.exactly(3)).containsExactly('b', 'y', 'e');
      assertThat(client.next()).isEqualTo(-1);
      assertThat(stage.population(Role.STABLE).sinceStart().byStatus()).containsEntry(101, 1L);
    }
  }

  @Test
  void aHeadMayComeInPieces() throws Exception {
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      List<String> pieces = new ArrayList<>();
      "GET / HTTP/1.1\r\nHost: a\r\n\r\n".chars().forEach(c -> pieces.add("" + (char) c));
      for (String piece : pieces) {
        client.send(piece);
      }

      assertThat(client.receive().body()).isEqualTo("ok");
    }
  }
}
