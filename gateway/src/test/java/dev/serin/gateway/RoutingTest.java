package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.RequestMatch;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.TextMatch;
import dev.serin.core.traffic.Weight;
import dev.serin.gateway.proxy.Mirror;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.Stickiness;
import dev.serin.signals.Role;
import dev.serin.signals.Signals;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Who gets the canary.
class RoutingTest {
  private static final GatewayOptions COOKIE =
      Stage.OPTIONS.withStickiness(new Stickiness.OwnCookie("serin", Duration.ofHours(1)));

  private static int canaries(Stage stage, int requests) throws Exception {
    int canaries = 0;
    try (Wire client = stage.connect()) {
      for (int i = 0; i < requests; i++) {
        client.lines("GET / HTTP/1.1", "Host: a");
        canaries += client.receive().body().equals("canary") ? 1 : 0;
      }
    }
    return canaries;
  }

  @Test
  void theSplitIsTheWeightWithinTheErrorOfSampling() throws Exception {
    try (Origin stable = Origin.saying("stable");
        Origin canary = Origin.saying("canary");
        Stage stage = Stage.of(COOKIE, Weight.percent(20), stable, canary)) {
      // 3000 requests at 20 %: the standard deviation is 22, and 5 of them are 110.
      assertThat(canaries(stage, 3000)).isBetween(490, 710);
      stage.weight(Weight.NONE);
      assertThat(canaries(stage, 100)).isZero();
      stage.weight(Weight.ALL);
      assertThat(canaries(stage, 100)).isEqualTo(100);
    }
  }

  @Test
  void aUserWhoSawTheCanaryKeepsItWhileTheWeightGrows() throws Exception {
    try (Origin stable = Origin.saying("stable");
        Origin canary = Origin.saying("canary");
        Stage stage = Stage.of(COOKIE, Weight.percent(10), stable, canary)) {
      List<String> users = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        String cookie = stage.get("/").header("set-cookie");
        assertThat(cookie)
            .matches("serin=[0-9a-f]{32}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax");
        users.add(cookie.substring(0, cookie.indexOf(';')));
      }
      Set<String> exposed = new HashSet<>();
      for (int percent : new int[] {10, 30, 60, 100}) {
        stage.weight(Weight.percent(percent));
        Set<String> now = new HashSet<>();
        for (String user : users) {
          Wire.Message reply = stage.get("/", "Cookie: a=b; " + user);
          assertThat(reply.headers()).doesNotContainKey("set-cookie");
          if (reply.body().equals("canary")) {
            now.add(user);
          }
        }
        assertThat(now).containsAll(exposed);
        exposed = now;
      }
      assertThat(exposed).hasSize(users.size());
    }
  }

  @Test
  void theFirstAnswerIsOfTheVersionThatTheCookieKeeps() throws Exception {
    try (Origin stable = Origin.saying("stable");
        Origin canary = Origin.saying("canary");
        Stage stage = Stage.of(COOKIE, Weight.percent(50), stable, canary)) {
      for (int i = 0; i < 40; i++) {
        Wire.Message first = stage.get("/");
        String cookie = first.header("set-cookie");
        String user = cookie.substring(0, cookie.indexOf(';'));
        assertThat(stage.get("/", "Cookie: " + user).body()).isEqualTo(first.body());
      }
    }
  }

  @Test
  void outsideAReleaseNoCookieIsSet() throws Exception {
    try (Origin stable = Origin.saying("stable");
        Stage stage = Stage.of(COOKIE, stable)) {
      assertThat(stage.get("/").headers()).doesNotContainKey("set-cookie");
    }
  }

  @Test
  void aUserMayBeKnownByAHeader() throws Exception {
    GatewayOptions options = Stage.OPTIONS.withStickiness(new Stickiness.Header("User-Id"));
    try (Origin stable = Origin.saying("stable");
        Origin canary = Origin.saying("canary");
        Stage stage = Stage.of(options, Weight.percent(50), stable, canary)) {
      Set<String> versions = new HashSet<>();
      for (int user = 0; user < 30; user++) {
        String version = stage.get("/", "user-id: u" + user).body();
        versions.add(version);
        assertThat(stage.get("/", "USER-ID: u" + user).body()).isEqualTo(version);
      }
      assertThat(versions).containsExactlyInAnyOrder("stable", "canary");
    }
  }

  @Test
  void aClientMayBeKnownByItsAddress() throws Exception {
    GatewayOptions options = Stage.OPTIONS.withStickiness(new Stickiness.ClientAddress());
    try (Origin stable = Origin.saying("stable");
        Origin canary = Origin.saying("canary");
        Stage stage = Stage.of(options, Weight.percent(50), stable, canary)) {
      assertThat(canaries(stage, 100)).isIn(0, 100);
    }
  }

  @Test
  void aHeaderRouteComesBeforeTheWeight() throws Exception {
    try (Origin stable = Origin.saying("stable");
        Origin canary = Origin.saying("canary");
        Stage stage = Stage.of(Stage.OPTIONS, Weight.NONE, stable, canary)) {
      List<Routing.HeaderRoute> routes =
          List.of(
              new Routing.HeaderRoute(
                  "testers",
                  List.of(
                      new HeaderMatch("X-Tester", new TextMatch.Exact("yes")),
                      new HeaderMatch("User-Agent", new TextMatch.Prefix("Moz")))),
              new Routing.HeaderRoute(
                  "regex", List.of(new HeaderMatch("x-id", new TextMatch.Regex("a[0-9]+")))));
      stage.apply(new Routing(Stage.STABLE, Stage.CANARY, Weight.NONE, routes, List.of()));

      assertThat(stage.get("/", "x-tester: yes", "user-agent: Mozilla").body()).isEqualTo("canary");
      assertThat(stage.get("/", "x-tester: yes").body()).isEqualTo("stable");
      assertThat(stage.get("/", "x-tester: yes!", "user-agent: Moz").body()).isEqualTo("stable");
      assertThat(stage.get("/", "X-ID: a123").body()).isEqualTo("canary");
      assertThat(stage.get("/", "X-ID: a123b").body()).isEqualTo("stable");
      stage.weight(Weight.NONE);
      assertThat(stage.get("/", "X-ID: a123").body()).isEqualTo("stable");
    }
  }

  private static Routing mirrored(int percentage, RequestMatch... matches) {
    return new Routing(
        Stage.STABLE,
        Stage.CANARY,
        Weight.NONE,
        List.of(),
        List.of(new Routing.MirrorRoute("mirror", List.of(matches), percentage)));
  }

  @Test
  void aMirroredRequestReachesTheCanaryWithItsBodyAndTheUserGetsStablesAnswer() throws Exception {
    try (Origin stable = Origin.saying("stable");
        Origin canary = Origin.replying(_ -> "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
        Stage stage = Stage.of(Stage.OPTIONS, Weight.NONE, stable, canary);
        Wire client = stage.connect()) {
      RequestMatch posts =
          new RequestMatch(new TextMatch.Exact("POST"), new TextMatch.Prefix("/api"), List.of());
      stage.apply(mirrored(100, posts));

      for (String path : List.of("/api/a?x=y", "/other", "/api/b")) {
        client.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nping");
        assertThat(client.receive().body()).isEqualTo("stable");
      }

      Awaitility.await()
          .until(() -> stage.population(Role.CANARY).sinceStart().mirrorsFailed() == 2);
      assertThat(canary.requests())
          .hasSize(2)
          .allMatch(request -> request.header("x-serin-mirror").equals("1"))
          .allMatch(request -> request.body().equals("ping"));
      assertThat(stable.requests()).noneMatch(r -> r.headers().containsKey("x-serin-mirror"));
      Signals.Counts counts = stage.population(Role.CANARY).sinceStart();
      assertThat(counts.mirrored()).isEqualTo(2);
      assertThat(counts.requests()).isZero();
    }
  }

  @Test
  void aMirrorThatHangsOrIsTooLargeNeverTouchesTheUser() throws Exception {
    try (Origin stable = Origin.saying("stable");
        Origin canary =
            Origin.scripted(wire -> wire.in().transferTo(OutputStream.nullOutputStream()));
        Stage stage = Stage.of(Stage.OPTIONS, Weight.NONE, stable, canary);
        Wire client = stage.connect()) {
      stage.apply(mirrored(100, new RequestMatch(null, null, List.of())));
      String large = "x".repeat(Mirror.BODY_LIMIT + 1);

      for (int i = 0; i < 200; i++) {
        client.lines("GET / HTTP/1.1", "Host: a");
        assertThat(client.receive().body()).isEqualTo("stable");
      }
      client.lines("POST / HTTP/1.1", "Host: a", "Content-Length: " + large.length()).send(large);
      assertThat(client.receive().body()).isEqualTo("stable");

      Signals.Counts counts = stage.population(Role.CANARY).sinceStart();
      assertThat(counts.mirrored() + counts.mirrorsSkipped()).isEqualTo(201);
      assertThat(counts.mirrored()).isEqualTo(64);
    }
  }

  @Test
  void aMirrorPercentageOfNoneCopiesNothing() throws Exception {
    try (Origin stable = Origin.saying("stable");
        Origin canary = Origin.saying("canary");
        Stage stage = Stage.of(Stage.OPTIONS, Weight.NONE, stable, canary)) {
      stage.apply(mirrored(0, new RequestMatch(null, null, List.of())));
      for (int i = 0; i < 20; i++) {
        stage.get("/");
      }
      assertThat(stage.population(Role.CANARY).sinceStart().mirrored()).isZero();
    }
  }

  @Test
  void noRequestFailsWhileTheWeightChangesUnderLoad() throws Exception {
    try (Origin stable = Origin.saying("stable");
        Origin canary = Origin.saying("canary");
        Stage stage = Stage.of(Stage.OPTIONS, Weight.NONE, stable, canary)) {
      Load load = new Load(stage, new AtomicBoolean(), new AtomicInteger(), new AtomicInteger());
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        boolean post = i % 2 == 0;
        clients.add(Thread.ofVirtual().start(() -> load.send(post)));
      }
      for (int change = 0; change < 200; change++) {
        stage.weight(Weight.percent(change * 7 % 101));
        int seen = load.answered().get();
        Awaitility.await()
            .pollInterval(Duration.ofMillis(1))
            .until(() -> load.answered().get() > seen + 5 || load.failed().get() > 0);
      }
      load.stop().set(true);
      for (Thread client : clients) {
        client.join();
      }
      assertThat(load.failed()).hasValue(0);
      Awaitility.await()
          .until(
              () ->
                  stage.population(Role.STABLE).sinceStart().requests()
                          + stage.population(Role.CANARY).sinceStart().requests()
                      == load.answered().get());
    }
  }

  /// Clients that ask until they are stopped.
  private record Load(
      Stage stage, AtomicBoolean stop, AtomicInteger answered, AtomicInteger failed) {
    void send(boolean post) {
      try (Wire client = stage.connect()) {
        while (!stop.get()) {
          client.send(
              post
                  ? "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nping"
                  : "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
          (client.receive().status() == 200 ? answered : failed).incrementAndGet();
        }
      } catch (Exception _) {
        failed.incrementAndGet();
      }
    }
  }
}
