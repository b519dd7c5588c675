package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.core.traffic.Weight;
import dev.serin.gateway.settings.Stickiness;
import dev.serin.signals.Role;
import dev.serin.signals.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// One exchange over HTTP/2, from its head to its end.
final class Http2ExchangeTest {
  /// Over both protocols behind.
  @Test
  void aHeadAndOtherResponsesWithoutABodyEndAtOnce() throws IOException {
    try (Origin origin =
            Origin.replying(
                request ->
                    request.start().startsWith("HEAD")
                        ? "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n"
                        : request.start().contains("/204")
                            ? "HTTP/1.1 204 No Content\r\n\r\n"
                            : "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n");
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      Frames.Frame head = client.request(1, "HEAD", "/", true).on(1);
      assertThat(head.ends()).isTrue();
      assertThat(head.headers().get("content-length")).hasToString("50");
      assertThat(client.get(3, "/204").on(3).ends()).isTrue();
      Frames.Frame unchanged = client.get(5, "/").on(5);
      assertThat(unchanged.ends()).isTrue();
      assertThat(unchanged.headers().get("etag")).hasToString("\"x\"");
    }
  }

  @Test
  void interimResponsesComeFirst() throws IOException {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.lines("HTTP/1.1 103 Early Hints", "Link: </a.css>");
                  wire.lines("HTTP/1.1 100 Continue");
                  wire.exactly(4);
                  wire.send(Origin.ok("ok"));
                  wire.receive();
                });
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.request(1, "POST", "/", false, "expect", "100-continue", "content-length", "4");
      Frames.Frame hints = client.on(1);
      assertThat(hints.status()).isEqualTo("103");
      assertThat(hints.headers().get("link")).hasToString("</a.css>");
      assertThat(client.on(1).status()).isEqualTo("100");
      assertThat(client.data(1, true, "body").response(1).body()).isEqualTo("ok");
    }
  }

  @Test
  void connectionHeadersOfABackendStayBehind() throws IOException {
    try (Origin origin =
            Origin.replying(
                _ ->
                    String.join(
                        "\r\n",
                        "HTTP/1.1 200 OK",
                        "Connection: keep-alive, X-Own",
                        "Keep-Alive: timeout=5",
                        "X-Own: 1",
                        "X-Other: 2",
                        "Upgrade: h2c",
                        "Transfer-Encoding: chunked",
                        "",
                        "2",
                        "ok",
                        "0",
                        "X-Sum: 3",
                        "",
                        ""));
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      Frames.Response response = client.get(1, "/").response(1);
      assertThat(response.body()).isEqualTo("ok");
      assertThat(response.headers().names())
          .extracting(CharSequence::toString)
          .containsExactlyInAnyOrder(":status", "x-other");
      assertThat(response.trailer("x-sum")).isEqualTo("3");
    }
  }

  @Test
  void aTrailerOfAClientReachesTheBackend() throws IOException {
    String[] seen = new String[1];
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  seen[0] = new String(wire.exactly(24), StandardCharsets.US_ASCII);
                  wire.send(Origin.ok("ok"));
                  wire.receive();
                });
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.request(1, "POST", "/", false).data(1, false, "body");
      client.headers(1, true, "x-sum", "4", "content-length", "9", "host", "evil");
      assertThat(client.response(1).body()).isEqualTo("ok");
      assertThat(seen[0]).isEqualTo("4\r\nbody\r\n0\r\nx-sum: 4\r\n\r\n");
    }
  }

  @Test
  void aNewUserGetsItsCookie() throws IOException {
    Stickiness own = new Stickiness.OwnCookie("serin", Duration.ofDays(1));
    try (Origin stable = Origin.saying("v1");
        Origin canary = Origin.saying("v2");
        Stage stage =
            Stage.of(Stage.OPTIONS.withStickiness(own), new Weight(500_000), stable, canary);
        Frames client = Frames.to(stage.gateway().address())) {
      Frames.Response first = client.get(1, "/").response(1);
      String cookie = first.header("set-cookie").replaceFirst(";.*", "");
      for (int id = 3; id < 23; id += 2) {
        Frames.Response next = client.get(id, "/", "cookie", "a=b", "cookie", cookie).response(id);
        assertThat(next.body()).isEqualTo(first.body());
      }
    }
  }

  @Test
  void aResetIsAnAbortOfTheClient() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  asked.countDown();
                  wire.ended();
                  gone.countDown();
                });
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.get(1, "/");
      asked.await();
      client.send(Frames.RST_STREAM, 0, 1, Frames.number(8));
      gone.await();
      await().until(() -> stage.population(Role.STABLE).recent().clientAborts() == 1);
      Signals.Population numbers = stage.population(Role.STABLE);
      assertThat(numbers.inFlight()).isZero();
      assertThat(numbers.recent().requests()).isZero();
    }
  }

  @Test
  void aResponseThatTheBackendBreaksOffIsReset() throws IOException {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
                });
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.get(1, "/");
      assertThat(client.on(1).status()).isEqualTo("200");
      Frames.Frame reset = client.await(Frames.RST_STREAM);
      assertThat(reset.stream()).isEqualTo(1);
      assertThat(reset.error()).isEqualTo(2);
      await().until(() -> stage.population(Role.STABLE).recent().statusClass(5) == 1);
    }
  }

  @Test
  void anUnreachableBackendIs502AndTheConnectionGoesOn() throws IOException {
    Origin origin = Origin.saying("ok");
    try (Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      assertThat(client.get(1, "/").response(1).body()).isEqualTo("ok");
      origin.close();
      Frames.Response refusal = client.get(3, "/").response(3);
      assertThat(refusal.status()).isEqualTo(502);
      assertThat(refusal.header("x-serin-error")).contains("no endpoint can be connected to");
      assertThat(client.get(5, "/").response(5).status()).isEqualTo(502);
    }
  }

  @Test
  void anAnswerBeforeTheBodyEndsStopsTheClient() throws IOException {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
                  wire.ended();
                });
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.request(1, "POST", "/", false).data(1, false, "some");
      Frames.Frame answer = client.on(1);
      assertThat(answer.status()).isEqualTo("413");
      assertThat(answer.ends()).isTrue();
      Frames.Frame stop = client.await(Frames.RST_STREAM);
      assertThat(stop.error()).isZero();
    }
  }

  @Test
  void closingTheGatewayLetsStreamsEnd() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  asked.countDown();
                  go.await();
                  wire.send(Origin.ok("late"));
                });
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.get(1, "/");
      asked.await();
      Thread closing = Thread.ofVirtual().start(stage.gateway()::close);
      Frames.Frame all = client.await(Frames.GOAWAY);
      assertThat(all.number(0)).isEqualTo(Integer.MAX_VALUE);
      assertThat(all.error()).isZero();
      Frames.Frame last = client.await(Frames.GOAWAY);
      assertThat(last.number(0)).isEqualTo(1);
      go.countDown();
      assertThat(client.response(1).body()).isEqualTo("late");
      assertThat(client.wire().ended()).isTrue();
      closing.join();
    }
  }

  @Test
  void anIdleConnectionIsEnded() throws IOException {
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(Stage.quick(Duration.ofSeconds(5)), origin);
        Frames client = Frames.to(stage.gateway().address())) {
      assertThat(client.get(1, "/").response(1).body()).isEqualTo("ok");
      Frames.Frame bye = client.end();
      assertThat(bye.error()).isZero();
      assertThat(bye.number(0)).isEqualTo(1);
    }
  }

  @Test
  void aStreamThatStallsIsAnsweredWith504() throws IOException {
    try (Origin origin = Origin.scripted(wire -> wire.in().readAllBytes());
        Stage stage = Stage.of(Stage.quick(Duration.ofMillis(300)), origin);
        Frames client = Frames.to(stage.gateway().address())) {
      assertThat(client.get(1, "/").response(1).status()).isEqualTo(504);
      client.request(3, "POST", "/", false).data(3, false, "some");
      assertThat(client.response(3).status()).isEqualTo(408);
    }
  }
}
