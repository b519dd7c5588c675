package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.core.engine.Backend;
import dev.serin.core.engine.Workload;
import dev.serin.core.traffic.RequestMatch;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.signals.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Endpoints that speak HTTP/2 and refuse, break off, go away, or speak something else.
@Timeout(30)
final class Http2BackendFaultsTest {
  private static final int REFUSED_STREAM = 7;

  private static Stage stage(GatewayOptions options, Origin... origins) {
    Stage stage = Stage.open(options, Http2Origin.backend(Stage.STABLE, origins));
    stage.apply(Routing.allTo(Stage.STABLE));
    return stage;
  }

  private static void ok(Frames frames, int stream) throws IOException {
    frames.headers(stream, false, ":status", "200").data(stream, true, "ok");
  }

  @Test
  void aRefusedStreamIsTriedOnceMore() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) -> {
                  if (asked.incrementAndGet() == 1) {
                    frames.send(Frames.RST_STREAM, 0, head.stream(), Frames.number(REFUSED_STREAM));
                  } else {
                    ok(frames, head.stream());
                  }
                });
        Stage stage = Http2Origin.stage(origin)) {
      assertThat(stage.get("/").body()).isEqualTo("ok");
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void aStreamAboveTheLastOfAGoodbyeIsTriedOnAnotherConnection() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) -> {
                  if (asked.incrementAndGet() == 1) {
                    frames.send(Frames.GOAWAY, 0, 0, new byte[8]);
                  } else {
                    ok(frames, head.stream());
                  }
                });
        Stage stage = Http2Origin.stage(origin)) {
      assertThat(stage.get("/").body()).isEqualTo("ok");
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void aStreamThatAGoodbyeNamesIsStillAnswered() throws IOException {
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) -> {
                  byte[] last = {0, 0, 0, (byte) head.stream(), 0, 0, 0, 0};
                  frames.send(Frames.GOAWAY, 0, 0, last);
                  ok(frames, head.stream());
                });
        Stage stage = Http2Origin.stage(origin)) {
      for (int i = 0; i < 3; i++) {
        assertThat(stage.get("/").body()).isEqualTo("ok");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2, INTERNAL_ERROR", "8, CANCEL", "0, NO_ERROR"})
  void aResetStreamIs502AndIsNotTriedAgain(int error, String name) throws IOException {
    AtomicInteger asked = new AtomicInteger();
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) -> {
                  asked.incrementAndGet();
                  frames.send(Frames.RST_STREAM, 0, head.stream(), Frames.number(error));
                });
        Stage stage = Http2Origin.stage(origin)) {
      Wire.Message answer = stage.get("/");
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.header("x-serin-error")).contains("reset the stream: " + name);
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void aResponseThatIsBrokenOffNeverLooksWhole() throws IOException {
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) -> {
                  frames.headers(head.stream(), false, ":status", "200");
                  frames.data(head.stream(), false, "half");
                  frames.send(Frames.RST_STREAM, 0, head.stream(), Frames.number(2));
                });
        Stage stage = Http2Origin.stage(origin);
        Wire client = stage.connect();
        Frames other = Frames.to(stage.gateway().address())) {
      client.lines("GET / HTTP/1.1", "Host: shop");
      client.head();
      assertThat(client.line()).isEqualTo("4");
      assertThat(client.line()).isEqualTo("half");
      assertThat(client.ended()).isTrue();
      other.get(1, "/");
      assertThat(other.await(Frames.RST_STREAM).stream()).isEqualTo(1);
      await().until(() -> stage.population(Role.STABLE).recent().statusClass(5) == 2);
    }
  }

  @Test
  void aBackendThatBreaksOffOftenDoesNotEndItsClientsConnection() throws IOException {
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) -> {
                  frames.headers(head.stream(), false, ":status", "200");
                  frames.data(head.stream(), false, "half");
                  frames.send(Frames.RST_STREAM, 0, head.stream(), Frames.number(2));
                });
        Stage stage = Http2Origin.stage(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      for (int id = 1; id < 301; id += 2) {
        client.get(id, "/");
        assertThat(client.await(f -> f.type() >= Frames.RST_STREAM && f.stream() > 0).type())
            .isEqualTo(Frames.RST_STREAM);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "content-length, 9, the end comes too soon",
    "content-length, 1, more comes than its length says",
    "connection, close, a field of HTTP/1.1",
    "X-Upper, 1, a name in upper case"
  })
  void aMalformedResponseIsNotPassedOn(String name, String value, String why) throws IOException {
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) -> {
                  frames.headers(head.stream(), false, ":status", "200", name, value);
                  frames.data(head.stream(), true, "ok");
                });
        Stage stage = Http2Origin.stage(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.get(1, "/");
      await(why).until(() -> stage.population(Role.STABLE).recent().statusClass(5) == 1);
    }
  }

  @Test
  void aResponseWithoutAStatusIs502() throws IOException {
    try (Origin origin =
            Http2Origin.replying((frames, head) -> frames.headers(head.stream(), true, "x", "y"));
        Stage stage = Http2Origin.stage(origin)) {
      assertThat(stage.get("/").status()).isEqualTo(502);
    }
  }

  @Test
  void interimResponsesWithoutEndAre502() throws IOException {
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) -> {
                  for (int i = 0; i < 50; i++) {
                    frames.headers(head.stream(), false, ":status", "103");
                  }
                });
        Stage stage = Http2Origin.stage(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      assertThat(client.get(1, "/").response(1).status()).isEqualTo(502);
    }
  }

  @Test
  void aProtocolChangeIs502() throws IOException {
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) -> frames.headers(head.stream(), false, ":status", "101"));
        Stage stage = Http2Origin.stage(origin)) {
      assertThat(stage.get("/").status()).isEqualTo(502);
    }
  }

  @Test
  void anEndpointThatSpeaksHttp1IsNotUsed() throws IOException {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.next();
                  wire.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                });
        Stage stage = Http2Origin.stage(origin)) {
      Wire.Message answer = stage.get("/");
      assertThat(answer.status()).isEqualTo(502);
      assertThat(stage.population(Role.STABLE).recent().connectErrors()).isEqualTo(1);
    }
  }

  @Test
  void anEndpointThatSaysNothingIs504() throws IOException {
    try (Origin origin = Origin.scripted(wire -> wire.in().readAllBytes());
        Stage stage = stage(Stage.quick(Duration.ofSeconds(5)), origin)) {
      assertThat(stage.get("/").status()).isEqualTo(504);
    }
  }

  @Test
  void aSecondConnectionCarriesWhatTheFirstDoesNotTake() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (Origin origin = limited(1, go);
        Stage stage = Http2Origin.stage(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      // Two lanes have up to four connections each; one client is on one lane.
      for (int id = 1; id <= 15; id += 2) {
        client.get(id, "/");
      }
      await().until(() -> stage.population(Role.STABLE).inFlight() == 8);
      go.countDown();
      for (int id = 1; id <= 15; id += 2) {
        client.get(id + 100, "/");
      }
      int answered = 0;
      while (answered < 16) {
        Frames.Frame frame = client.await(f -> f.ends() || f.type() == Frames.RST_STREAM);
        assertThat(frame.type()).isNotEqualTo(Frames.RST_STREAM);
        answered++;
      }
      assertThat(stage.population(Role.STABLE).recent().byStatus()).containsOnlyKeys(200);
    }
  }

  private static Origin limited(int streams, CountDownLatch go) {
    return Http2Origin.scripted(
        frames -> {
          while (true) {
            Frames.Frame head = frames.await(Frames.HEADERS);
            go.await();
            ok(frames, head.stream());
          }
        },
        Frames.setting(3, streams));
  }

  @Test
  void whoWaitsTooLongForAStreamIsTurnedAway() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (Origin origin = limited(1, go);
        Stage stage = stage(Stage.quick(Duration.ofSeconds(10)), origin);
        Frames client = Frames.to(stage.gateway().address())) {
      for (int id = 1; id <= 9; id += 2) {
        client.get(id, "/");
      }
      Frames.Frame answer = client.await(Frames.HEADERS);
      assertThat(answer.status()).isEqualTo("503");
      assertThat(answer.headers().get("x-serin-error").toString()).contains("no more streams");
      await().until(() -> stage.population(Role.STABLE).recent().statusClass(5) == 1);
      assertThat(stage.population(Role.STABLE).recent().connectErrors()).isZero();
      go.countDown();
    }
  }

  @Test
  void aConnectionThatIsLostIs502ForWhatHadBegun() throws IOException {
    try (Origin origin =
            Http2Origin.scripted(
                frames -> {
                  frames.await(Frames.HEADERS);
                  frames.close();
                });
        Stage stage = Http2Origin.stage(origin)) {
      assertThat(stage.get("/").status()).isEqualTo(502);
    }
  }

  @Test
  void aClientThatGivesUpResetsItsStreamAlone() throws Exception {
    CountDownLatch reset = new CountDownLatch(1);
    try (Origin origin =
            Http2Origin.scripted(
                frames -> {
                  int first = frames.await(Frames.HEADERS).stream();
                  Frames.Frame gone = frames.await(Frames.RST_STREAM);
                  assertThat(gone.stream()).isEqualTo(first);
                  assertThat(gone.error()).isEqualTo(8);
                  reset.countDown();
                  ok(frames, frames.await(Frames.HEADERS).stream());
                  frames.next();
                });
        Stage stage = Http2Origin.stage(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.get(1, "/");
      await().until(() -> stage.population(Role.STABLE).inFlight() == 1);
      client.send(Frames.RST_STREAM, 0, 1, Frames.number(8));
      reset.await();
      assertThat(client.get(3, "/").response(3).body()).isEqualTo("ok");
      assertThat(origin.connections()).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void aCopyGoesToACanaryThatSpeaksHttp2() throws Exception {
    try (Origin stable = Origin.saying("v1");
        Origin canary =
            Http2Origin.replying(
                (frames, head) -> {
                  frames.rest(head);
                  ok(frames, head.stream());
                });
        Stage stage =
            Stage.open(
                Stage.OPTIONS,
                Stage.backend(Stage.STABLE, stable),
                Http2Origin.backend(Stage.CANARY, canary))) {
      Routing.MirrorRoute all =
          new Routing.MirrorRoute("all", List.of(new RequestMatch(null, null, List.of())), 100);
      stage.apply(new Routing(Stage.STABLE, Stage.CANARY, Weight.NONE, List.of(), List.of(all)));
      try (Wire client = stage.connect()) {
        client.send("POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 4\r\n\r\nbody");
        assertThat(client.receive().body()).isEqualTo("v1");
      }
      await().until(() -> stage.population(Role.CANARY).recent().mirrored() == 1);
      await().until(() -> stage.population(Role.CANARY).inFlight() == 0);
      assertThat(stage.population(Role.CANARY).recent().mirrorsFailed()).isZero();
    }
  }

  @Test
  void aPathCheckSpeaksHttp2() {
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) -> {
                  boolean well = head.headers().path().toString().equals("/well");
                  frames.headers(head.stream(), true, ":status", well ? "204" : "500");
                });
        Stage stage = Stage.open(Stage.OPTIONS, checked("/well", origin));
        Stage ill = Stage.open(Stage.OPTIONS, checked("/ill", origin))) {
      await()
          .untilAsserted(
              () -> assertThat(health(stage)).isInstanceOf(Workload.Health.Available.class));
      await().until(() -> health(ill).toString().contains("status 500"));
    }
  }

  private static Workload.Health health(Stage stage) {
    return stage.gateway().workload().health(Stage.ROLLOUT, Stage.STABLE);
  }

  private static Backend checked(String path, Origin origin) {
    Backend.HealthCheck check =
        new Backend.HealthCheck(path, Duration.ofMillis(100), Duration.ofSeconds(1), 1, 1);
    return new Backend(
        "shop", Stage.STABLE, List.of(origin.endpoint()), check, Backend.Protocol.HTTP_2);
  }
}
