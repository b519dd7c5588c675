package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.serin.core.engine.Backend;
import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.TextMatch;
import dev.serin.core.traffic.Weight;
import dev.serin.gateway.pool.Backends;
import dev.serin.gateway.settings.Entrance;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.Resilience;
import dev.serin.signals.Role;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A gateway from its opening to its end, and as a router.
class LifecycleTest {
  private static final Revision THIRD = new Revision("v3");

  @Test
  void clientsWaitForTheFirstRouting() throws Exception {
    try (Origin stable = Origin.saying("stable");
        Stage stage = Stage.open(Stage.OPTIONS, Stage.backend(Stage.STABLE, stable));
        Wire early = stage.connect()) {
      early.lines("GET / HTTP/1.1", "Host: shop");
      assertThat(stage.gateway().observe(Stage.ROLLOUT)).isEqualTo(new TrafficRouter.Live.Unset());
      assertThat(stage.gateway().capabilities())
          .containsExactlyInAnyOrder(TrafficRouter.Capability.values());

      stage.apply(Routing.allTo(Stage.STABLE));

      Wire.Message reply = early.receive();
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo("stable");
      assertThat(stage.admin("/metrics")).doesNotContain("serin_gateway_refused_requests_total{");
    }
  }

  @Test
  void applyingTheSameAgainChangesNothing() {
    try (Origin stable = Origin.saying("stable");
        Origin canary = Origin.saying("canary");
        Stage stage = Stage.of(Stage.OPTIONS, Weight.percent(10), stable, canary)) {
      TrafficRouter.Live before = stage.gateway().observe(Stage.ROLLOUT);
      stage.weight(Weight.percent(10));
      assertThat(stage.gateway().observe(Stage.ROLLOUT)).isEqualTo(before);
      stage.weight(Weight.percent(11));
      assertThat(((TrafficRouter.Live.Routed) stage.gateway().observe(Stage.ROLLOUT)).etag())
          .isNotEqualTo(((TrafficRouter.Live.Routed) before).etag());
    }
  }

  private static void expectRefusal(Stage stage, Routing routing, String why) {
    TrafficRouter.Live before = stage.gateway().observe(Stage.ROLLOUT);
    assertThat(stage.gateway().apply(Stage.ROLLOUT, routing))
        .isInstanceOfSatisfying(
            TrafficRouter.Live.Unavailable.class, no -> assertThat(no.why()).contains(why));
    assertThat(stage.gateway().observe(Stage.ROLLOUT)).isEqualTo(before);
  }

  @Test
  void whatCanNotBeAppliedLeavesTheOldRouting() {
    try (Origin stable = Origin.saying("stable");
        Stage stage = Stage.of(stable)) {
      expectRefusal(stage, Routing.allTo(THIRD), "revision v3 has no backend");
      HeaderMatch broken = new HeaderMatch("x", new TextMatch.Regex("(a"));
      Routing.HeaderRoute route = new Routing.HeaderRoute("r", List.of(broken));
      expectRefusal(
          stage,
          new Routing(Stage.STABLE, Stage.STABLE, Weight.NONE, List.of(route), List.of()),
          "RE2");
      RolloutId other = new RolloutId("default", "other");
      assertThat(stage.gateway().apply(other, Routing.allTo(Stage.STABLE)))
          .isInstanceOf(TrafficRouter.Live.Unavailable.class);
      assertThat(stage.gateway().observe(other)).isInstanceOf(TrafficRouter.Live.Unavailable.class);
    }
  }

  @Test
  void releasedItServesStableAndForgetsTheRest() throws Exception {
    try (Origin stable = Origin.saying("stable");
        Origin canary = Origin.saying("canary");
        Stage stage = Stage.of(Stage.OPTIONS, Weight.ALL, stable, canary)) {
      assertThat(stage.get("/").body()).isEqualTo("canary");

      stage.gateway().release(Stage.ROLLOUT);

      assertThat(stage.gateway().observe(Stage.ROLLOUT)).isEqualTo(new TrafficRouter.Live.Unset());
      assertThat(stage.get("/").body()).isEqualTo("stable");
      stage.weight(Weight.ALL);
      assertThat(stage.get("/").body()).isEqualTo("canary");
    }
  }

  @Test
  void aBackendOfANewRevisionCanBeAddedAndAnOldOneRemoved() throws Exception {
    try (Origin one = Origin.saying("one");
        Origin two = Origin.saying("two");
        Origin three = Origin.saying("three");
        Stage stage = Stage.of(Stage.OPTIONS, Weight.NONE, one, two);
        Wire client = stage.connect()) {
      client.lines("GET / HTTP/1.1", "Host: a");
      assertThat(client.receive().body()).isEqualTo("one");
      Backend first = Stage.backend(Stage.STABLE, one);
      Backend third = Stage.backend(THIRD, three);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> stage.backends(Stage.backend(Stage.CANARY, two), third))
          .withMessageContaining("revision v1 gets traffic");
      stage.backends(first, Stage.backend(Stage.CANARY, two), third);
      stage.apply(new Routing(Stage.STABLE, THIRD, Weight.ALL, List.of(), List.of()));
      stage.backends(first, third);

      client.lines("GET / HTTP/1.1", "Host: a");
      assertThat(client.receive().body()).isEqualTo("three");
      assertThat(stage.population(Role.CANARY).revision()).isEqualTo(THIRD);
    }
  }

  @Test
  void aCanaryWhoseBackendGoesGetsNoTrafficFromThenOn() throws Exception {
    try (Origin one = Origin.saying("one");
        Origin two = Origin.saying("two");
        Origin three = Origin.saying("three");
        Stage stage = Stage.of(Stage.OPTIONS, Weight.ALL, one, two);
        Wire client = stage.connect()) {
      client.lines("GET / HTTP/1.1", "Host: a");
      assertThat(client.receive().body()).isEqualTo("two");
      TrafficRouter.Live before = stage.gateway().observe(Stage.ROLLOUT);

      stage.backends(Stage.backend(Stage.STABLE, one), Stage.backend(THIRD, three));

      client.lines("GET / HTTP/1.1", "Host: a");
      assertThat(client.receive().body()).isEqualTo("one");
      assertThat(stage.gateway().observe(Stage.ROLLOUT))
          .isNotEqualTo(before)
          .isInstanceOfSatisfying(
              TrafficRouter.Live.Routed.class,
              now -> assertThat(now.routing()).isEqualTo(Routing.allTo(Stage.STABLE)));
    }
  }

  @Test
  void backendsThatCanNotBeServedAreRefusedByName() {
    try (Origin one = Origin.saying("one");
        Stage stage = Stage.of(one)) {
      Backend.Endpoint tls = new Backend.Endpoint(URI.create("https://127.0.0.1:1"), 1);
      Backend secret = new Backend("secret", THIRD, List.of(tls), Backend.HealthCheck.DEFAULT);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> stage.backends(Stage.backend(Stage.STABLE, one), secret))
          .withMessageContaining("secret")
          .withMessageContaining("TLS");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  stage.backends(
                      Stage.backend(Stage.STABLE, one), Stage.backend(Stage.STABLE, one)))
          .withMessageContaining("both run revision v1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://ada:lovelace@127.0.0.1:1",
        "http://lovelace@127.0.0.1:1",
        "https://ada:lovelace@127.0.0.1:1/path",
        "http://ada:lovelace@shop_1:1",
        "http:ada:lovelace@127.0.0.1:1"
      })
  void aBackendWithAPasswordInItsAddressIsRefusedWithoutShowingIt(String url) {
    Backend.Endpoint endpoint = new Backend.Endpoint(URI.create(url), 1);
    Backend backend = new Backend("shop", THIRD, List.of(endpoint), Backend.HealthCheck.DEFAULT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.none(Resilience.DEFAULT).replacedBy(List.of(backend)))
        .withMessageContaining("backend shop must be http://host:port with no user name")
        .withMessageNotContaining("lovelace");
  }

  @Test
  void aTakenPortIsRefusedWithTheFix() {
    try (Origin taken = Origin.saying("taken");
        Stage stage = Stage.of(taken)) {
      Gateway.Opened again =
          Gateway.open(
              Stage.OPTIONS.withEntrances(List.of(Entrance.clear(stage.gateway().address()))));

      assertThat(again)
          .isInstanceOfSatisfying(
              Gateway.Opened.Refused.class,
              refused ->
                  assertThat(refused.why())
                      .contains(":" + stage.gateway().address().getPort())
                      .contains("port 0"));
      GatewayOptions sameAdmin = Stage.OPTIONS.withAdmin(stage.gateway().adminAddress());
      assertThat(Gateway.open(sameAdmin))
          .isInstanceOfSatisfying(
              Gateway.Opened.Refused.class,
              refused -> assertThat(refused.why()).contains("/metrics"));
    }
  }

  @Test
  void closingLetsRequestsInFlightEndAndTakesNoMore() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    try (Origin origin =
        Origin.scripted(
            wire -> {
              wire.head();
              answer.await();
              wire.send(Origin.ok("whole"));
              wire.next();
            })) {
      Stage stage = Stage.of(origin);
      Wire busy = stage.connect();
      Wire idle = stage.connect();
      busy.lines("GET / HTTP/1.1", "Host: a");
      Awaitility.await().until(() -> stage.population(Role.STABLE).inFlight() == 1);

      Thread closing = Thread.ofVirtual().start(stage::close);

      assertThat(idle.next()).isEqualTo(-1);
      assertThat(refusesConnections(stage)).isTrue();
      answer.countDown();
      Wire.Message reply = busy.receive();
      assertThat(reply.body()).isEqualTo("whole");
      assertThat(reply.header("connection")).isEqualTo("close");
      assertThat(busy.next()).isEqualTo(-1);
      busy.close();
      closing.join();
      stage.close();
    }
  }

  private static boolean refusesConnections(Stage stage) {
    try (Wire late = stage.connect()) {
      return late.ended();
    } catch (java.io.IOException _) {
      return true;
    }
  }
}
