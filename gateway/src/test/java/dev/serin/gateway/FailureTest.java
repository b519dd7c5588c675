package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.Backend;
import dev.serin.core.engine.Workload;
import dev.serin.core.traffic.Routing;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.signals.Role;
import dev.serin.gateway.signals.Signals;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Backends and clients that fail.
class FailureTest {
  private static final Backend.HealthCheck RARE =
      new Backend.HealthCheck("", Duration.ofHours(1), Duration.ofSeconds(1), 1, 3);

  private final DeadEnds deadEnds = new DeadEnds();

  @AfterEach
  void giveBack() throws IOException {
    deadEnds.close();
  }

  private static Stage stage(GatewayOptions options, Backend.Endpoint... endpoints) {
    Stage stage = Stage.open(options, new Backend("shop", Stage.STABLE, List.of(endpoints), RARE));
    stage.apply(Routing.allTo(Stage.STABLE));
    return stage;
  }

  @Test
  void anUnreachableBackendIsA502ThatNamesItsOrigin() throws Exception {
    try (Stage stage = stage(Stage.OPTIONS, deadEnds.next());
        Wire client = stage.connect()) {
      for (int i = 0; i < 2; i++) {
        client.lines("GET / HTTP/1.1", "Host: a");
        Wire.Message reply = client.receive();
        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.header("x-serin-error")).contains("v1").contains("can be connected to");
        assertThat(reply.body()).startsWith("serin gateway: ");
      }
      Awaitility.await()
          .untilAsserted(
              () -> {
                Signals.Counts counts = stage.population(Role.STABLE).sinceStart();
                assertThat(counts.byStatus()).containsExactly(java.util.Map.entry(502, 2L));
                assertThat(counts.connectErrors()).isGreaterThanOrEqualTo(2);
                assertThat(counts.errorShare()).hasValue(1);
              });
    }
  }

  @Test
  void anotherEndpointTakesWhatTheFirstCouldNotBeAskedFor() throws Exception {
    try (Origin alive = Origin.saying("alive");
        Stage stage = stage(Stage.OPTIONS, deadEnds.next(), deadEnds.next(), alive.endpoint());
        Wire client = stage.connect()) {
      for (int i = 0; i < 20; i++) {
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nping");
        assertThat(client.receive().body()).isEqualTo("alive");
      }
      assertThat(stage.population(Role.STABLE).sinceStart().byStatus()).doesNotContainKey(502);
    }
  }

  @Test
  void aKeptConnectionThatDiedUnheardIsTriedOnceMoreForAGet() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  asked.incrementAndGet();
                  wire.send(Origin.ok("ok"));
                  wire.head();
                  asked.incrementAndGet();
                });
        Stage stage = stage(Stage.OPTIONS, origin.endpoint());
        Wire client = stage.connect()) {
      for (int i = 0; i < 3; i++) {
        client.lines("GET / HTTP/1.1", "Host: a");
        assertThat(client.receive().body()).isEqualTo("ok");
      }
      assertThat(asked).hasValue(5);
    }
  }

  @Test
  void aPostIsNeverSentTwice() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.receive();
                  wire.send(Origin.ok("ok"));
                  wire.receive();
                  asked.incrementAndGet();
                });
        Stage stage = stage(Stage.OPTIONS, origin.endpoint());
        Wire client = stage.connect()) {
      String post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nping";
      assertThat(client.send(post).receive().status()).isEqualTo(200);
      assertThat(client.send(post).receive().status()).isEqualTo(502);
      assertThat(asked).hasValue(1);
      assertThat(origin.connections()).isEqualTo(2);
    }
  }

  @Test
  void aBackendThatDoesNotAnswerInTimeIsA504() throws Exception {
    try (Origin origin =
            Origin.scripted(wire -> wire.in().transferTo(OutputStream.nullOutputStream()));
        Stage stage = stage(Stage.quick(Duration.ofMillis(300)), origin.endpoint())) {
      Wire.Message reply = stage.get("/");

      assertThat(reply.status()).isEqualTo(504);
      assertThat(reply.header("x-serin-error")).isNotEmpty();
      Awaitility.await().until(() -> stage.population(Role.STABLE).sinceStart().timeouts() == 1);
    }
  }

  /// What a user is told: the revision, but not where it runs.
  private static void expectNoAddress(Wire.Message reply, Backend.Endpoint endpoint) {
    String port = ":" + endpoint.url().getPort();
    assertThat(reply.header("x-serin-error")).contains("revision v1").doesNotContain(port);
    assertThat(reply.body()).contains("revision v1").doesNotContain(port);
  }

  @Test
  void usersAreToldTheRevisionAndNoAddress() throws Exception {
    Backend.Endpoint gone = deadEnds.next();
    try (Origin silent =
            Origin.scripted(wire -> wire.in().transferTo(OutputStream.nullOutputStream()));
        Origin closing = Origin.scripted(Wire::head);
        Stage late = stage(Stage.quick(Duration.ofMillis(300)), silent.endpoint());
        Stage cut = stage(Stage.OPTIONS, closing.endpoint());
        Stage refused = stage(Stage.OPTIONS, gone)) {
      expectNoAddress(late.get("/"), silent.endpoint());
      expectNoAddress(cut.get("/"), closing.endpoint());
      expectNoAddress(refused.get("/"), gone);
    }
  }

  @Test
  void aConnectionThatTakesTooLongIsA504ThatNamesNoAddress() throws Exception {
    try (java.net.ServerSocket full =
            new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
        java.net.Socket first = new java.net.Socket(full.getInetAddress(), full.getLocalPort());
        java.net.Socket second = new java.net.Socket(full.getInetAddress(), full.getLocalPort())) {
      assertThat(first.isConnected() && second.isConnected()).isTrue();
      URI url = URI.create("http://127.0.0.1:" + full.getLocalPort());
      Backend.Endpoint endpoint = new Backend.Endpoint(url, 1);
      try (Stage stage = stage(Stage.quick(Duration.ofSeconds(5)), endpoint)) {
        Wire.Message reply = stage.get("/");
        assertThat(reply.status()).isEqualTo(504);
        expectNoAddress(reply, endpoint);
      }
    }
  }

  @Test
  void aResponseThatIsNoHttpIsA502() throws Exception {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.send("SMTP ready\r\n\r\n");
                  wire.next();
                });
        Stage stage = stage(Stage.OPTIONS, origin.endpoint())) {
      assertThat(stage.get("/").status()).isEqualTo(502);
    }
  }

  @Test
  void aResponseWithTwoFramingsIsA502() throws Exception {
    try (Origin origin =
            Origin.replying(
                _ ->
                    "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc");
        Stage stage = stage(Stage.OPTIONS, origin.endpoint())) {
      assertThat(stage.get("/").status()).isEqualTo(502);
    }
  }

  @Test
  void aResponseThatBreaksOffIsCutForTheClientAndCountsAs502() throws Exception {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
                });
        Stage stage = stage(Stage.OPTIONS, origin.endpoint());
        Wire client = stage.connect()) {
      client.lines("GET / HTTP/1.1", "Host: a");

      assertThat(client.receiveOrEnd()).isNull();
      Awaitility.await()
          .untilAsserted(
              () -> {
                Signals.Population population = stage.population(Role.STABLE);
                assertThat(population.sinceStart().byStatus())
                    .containsExactly(java.util.Map.entry(502, 1L));
                assertThat(population.inFlight()).isZero();
              });
    }
  }

  @Test
  void aClientThatGoesAwayIsCountedApartFromErrors() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  gone.await();
                  wire.send(Origin.ok("late"));
                });
        Stage stage = stage(Stage.OPTIONS, origin.endpoint())) {
      Wire client = stage.connect();
      client.lines("GET / HTTP/1.1", "Host: a");
      Awaitility.await().until(() -> stage.population(Role.STABLE).inFlight() == 1);
      client.reset();
      Awaitility.await()
          .until(() -> stage.population(Role.STABLE).sinceStart().clientAborts() == 1);
      gone.countDown();

      Signals.Population population = stage.population(Role.STABLE);
      assertThat(population.inFlight()).isZero();
      assertThat(population.sinceStart().requests()).isZero();
      assertThat(population.sinceStart().errorShare()).isEmpty();
    }
  }

  @Test
  void aClientThatLeavesInTheMiddleOfItsBodyIsAnAbortAndTheBackendNotices() throws Exception {
    CountDownLatch noticed = new CountDownLatch(1);
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.exactly(5);
                  if (wire.ended()) {
                    noticed.countDown();
                  }
                });
        Stage stage = stage(Stage.OPTIONS, origin.endpoint())) {
      Wire client = stage.connect();
      client.lines("POST / HTTP/1.1", "Host: a", "Content-Length: 100").send("begin").close();

      assertThat(noticed.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
      Awaitility.await()
          .until(() -> stage.population(Role.STABLE).sinceStart().clientAborts() == 1);
    }
  }

  @Test
  void aBackendKilledInTheMiddleLosesOnlyWhatItHadBegun() throws Exception {
    Origin first = Origin.saying("one");
    try (Origin second = Origin.saying("two");
        Stage stage = stage(Stage.OPTIONS, first.endpoint(), second.endpoint());
        Wire client = stage.connect()) {
      int failed = 0;
      for (int i = 0; i < 200; i++) {
        if (i == 100) {
          first.close();
        }
        client.lines("GET / HTTP/1.1", "Host: a");
        failed += client.receive().status() == 200 ? 0 : 1;
      }
      assertThat(failed).isZero();
    }
  }

  private static Backend checked(Origin origin, String path) {
    Backend.HealthCheck often =
        new Backend.HealthCheck(path, Duration.ofMillis(50), Duration.ofMillis(500), 2, 2);
    return new Backend("shop", Stage.STABLE, List.of(origin.endpoint()), often);
  }

  @Test
  void healthIsWhatTheChecksSay() throws Exception {
    AtomicInteger status = new AtomicInteger(204);
    try (Origin origin =
            Origin.replying(
                request ->
                    request.start().equals("GET /ready HTTP/1.1")
                        ? "HTTP/1.1 " + status + " Said\r\nContent-Length: 0\r\n\r\n"
                        : Origin.ok("ok"));
        Stage stage = Stage.open(Stage.OPTIONS, checked(origin, "/ready"))) {
      Workload workload = stage.gateway().workload();
      Awaitility.await()
          .until(
              () ->
                  workload.health(Stage.ROLLOUT, Stage.STABLE)
                      instanceof Workload.Health.Available);
      status.set(503);
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(workload.health(Stage.ROLLOUT, Stage.STABLE))
                      .isInstanceOfSatisfying(
                          Workload.Health.Unavailable.class,
                          down -> assertThat(down.why()).contains("/ready").contains("503")));
      stage.apply(Routing.allTo(Stage.STABLE));
      // All endpoints are down: they are used rather than none.
      assertThat(stage.get("/").status()).isEqualTo(200);
      status.set(302);
      Awaitility.await()
          .until(
              () ->
                  workload.health(Stage.ROLLOUT, Stage.STABLE)
                      instanceof Workload.Health.Available);
      assertThat(workload.health(Stage.ROLLOUT, Stage.CANARY))
          .isInstanceOfSatisfying(
              Workload.Health.Unavailable.class,
              none -> assertThat(none.why()).contains("v2").contains("v1"));
    }
  }

  @Test
  void aCheckThatIsAnsweredWithAnEndlessHeadFailsWithTheReason() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nX-A: " + "x".repeat(40_000);
    try (Origin origin = Origin.scripted(wire -> wire.send(head));
        Stage stage = Stage.open(Stage.OPTIONS, checked(origin, "/ready"))) {
      Workload workload = stage.gateway().workload();
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(workload.health(Stage.ROLLOUT, Stage.STABLE))
                      .isInstanceOfSatisfying(
                          Workload.Health.Unavailable.class,
                          down ->
                              assertThat(down.why())
                                  .contains("answered /ready with a head larger than")));
    }
  }

  @Test
  void aRefusedConnectionMakesAnEndpointDownUntilChecksSucceed() throws Exception {
    Origin origin = Origin.saying("ok");
    int port = origin.port();
    Backend.HealthCheck check =
        new Backend.HealthCheck("", Duration.ofMillis(300), Duration.ofMillis(200), 1, 1000);
    Backend backend = new Backend("shop", Stage.STABLE, List.of(origin.endpoint()), check);
    try (Stage stage = Stage.open(Stage.OPTIONS, backend)) {
      Workload workload = stage.gateway().workload();
      stage.apply(Routing.allTo(Stage.STABLE));
      Awaitility.await()
          .until(
              () ->
                  workload.health(Stage.ROLLOUT, Stage.STABLE)
                      instanceof Workload.Health.Available);
      origin.close();
      Awaitility.await().until(() -> stage.get("/").status() == 502);
      assertThat(workload.health(Stage.ROLLOUT, Stage.STABLE))
          .isInstanceOf(Workload.Health.Unavailable.class);

      try (Origin back = Origin.scripted(port, wire -> wire.send(Origin.ok("back")))) {
        Awaitility.await()
            .until(
                () ->
                    workload.health(Stage.ROLLOUT, Stage.STABLE)
                        instanceof Workload.Health.Available);
        assertThat(back.connections()).isPositive();
      }
    }
  }

  @Test
  void anEndpointThatIsDownIsLeftOut() throws Exception {
    try (Origin sick =
            Origin.replying(
                request ->
                    request.start().contains("/ready")
                        ? "HTTP/1.1 500 Sick\r\nContent-Length: 0\r\n\r\n"
                        : Origin.ok("sick"));
        Origin well = Origin.saying("well")) {
      Backend.HealthCheck often =
          new Backend.HealthCheck("/ready", Duration.ofMillis(50), Duration.ofMillis(500), 1, 1);
      List<Backend.Endpoint> both = List.of(sick.endpoint(), well.endpoint());
      try (Stage stage = Stage.open(Stage.OPTIONS, new Backend("b", Stage.STABLE, both, often))) {
        stage.apply(Routing.allTo(Stage.STABLE));
        String down = "endpoint=\"" + URI.create(sick.endpoint().url().toString()) + "\"";
        Awaitility.await()
            .until(
                () ->
                    stage
                        .admin("/metrics")
                        .lines()
                        .anyMatch(line -> line.contains(down) && line.endsWith(" 0.0")));
        for (int i = 0; i < 20; i++) {
          assertThat(stage.get("/").body()).isEqualTo("well");
        }
      }
    }
  }
}
