package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.Backend;
import dev.serin.core.traffic.Routing;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.signals.Role;
import dev.serin.signals.Signals;
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
}
