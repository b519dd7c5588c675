package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.engine.Workload;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.gateway.settings.Place;
import dev.serin.signals.Role;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Several rollouts on one gateway.
class PlacesTest {
  private static final RolloutId SHOP = new RolloutId("default", "shop");
  private static final RolloutId API = new RolloutId("default", "api");
  private static final Revision V1 = new Revision("v1");
  private static final Revision V2 = new Revision("v2");

  private static Hosted at(RolloutId rollout, Origin origin, Place... places) {
    return new Hosted(rollout, List.of(places), List.of(Stage.backend(V1, origin)));
  }

  private static String ask(Stage stage, String host, String path) throws Exception {
    try (Wire wire = stage.connect()) {
      wire.lines("GET " + path + " HTTP/1.1", "Host: " + host);
      Wire.Message reply = wire.receive();
      return reply.status() == 200 ? reply.body() : Integer.toString(reply.status());
    }
  }

  @Test
  void eachRolloutIsServedAtItsPlaces() throws Exception {
    try (Origin shop = Origin.saying("shop");
        Origin api = Origin.saying("api");
        Stage stage = Stage.open(Stage.OPTIONS)) {
      Gateway gateway = stage.gateway();
      gateway.serve(
          at(SHOP, shop, new Place("shop.example.org", "/"), new Place("*.shop.example.org", "/")));
      gateway.serve(at(API, api, new Place("shop.example.org", "/api"), new Place("*", "/v1/")));
      gateway.apply(SHOP, Routing.allTo(V1));
      gateway.apply(API, Routing.allTo(V1));

      assertThat(ask(stage, "shop.example.org", "/")).isEqualTo("shop");
      assertThat(ask(stage, "SHOP.example.org:8080", "/apis")).isEqualTo("shop");
      assertThat(ask(stage, "shop.example.org.", "/api")).isEqualTo("api");
      assertThat(ask(stage, "shop.example.org", "/api/x?y=1")).isEqualTo("api");
      assertThat(ask(stage, "shop.example.org", "/api?y=1")).isEqualTo("api");
      assertThat(ask(stage, "a.b.shop.example.org", "/api")).isEqualTo("shop");
      assertThat(ask(stage, "other.org", "/v1")).isEqualTo("api");
      assertThat(ask(stage, "other.org", "/v2")).isEqualTo("404");
      assertThat(ask(stage, "[::1]:80", "/v1/x")).isEqualTo("api");
    }
  }

  @Test
  void whereNobodyIsServedTheGatewayAnswers() throws Exception {
    try (Origin shop = Origin.saying("shop");
        Stage stage = Stage.open(Stage.OPTIONS)) {
      stage.gateway().serve(at(SHOP, shop, new Place("shop.example.org", "/")));
      stage.gateway().apply(SHOP, Routing.allTo(V1));
      try (Wire wire = stage.connect()) {
        wire.lines("GET /cart HTTP/1.1", "Host: else.where");
        Wire.Message reply = wire.receive();
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("x-serin-error"))
            .isEqualTo("no rollout is served at else.where/cart");
        wire.lines("GET / HTTP/1.1", "Host: shop.example.org");
        assertThat(wire.receive().body()).isEqualTo("shop");
        wire.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
        assertThat(wire.receive().status()).isEqualTo(404);
        assertThat(wire.next()).isEqualTo(-1);
      }
      assertThat(stage.admin("/metrics").lines())
          .contains("serin_gateway_refused_requests_total{status=\"404\"} 2.0");
    }
  }

  @Test
  void clientsWaitUntilEachRolloutHasARouting() throws Exception {
    try (Origin shop = Origin.saying("shop");
        Origin api = Origin.saying("api");
        Stage stage = Stage.open(Stage.OPTIONS)) {
      Gateway gateway = stage.gateway();
      gateway.serve(at(SHOP, shop, Place.ANYWHERE));
      gateway.serve(at(API, api, new Place("*", "/api")));
      try (Wire early = stage.connect()) {
        early.lines("GET /api HTTP/1.1", "Host: a");
        gateway.apply(SHOP, Routing.allTo(V1));
        gateway.apply(API, Routing.allTo(V1));
        assertThat(early.receive().body()).isEqualTo("api");
      }

      RolloutId late = new RolloutId("default", "late");
      gateway.serve(at(late, api, new Place("*", "/late")));
      assertThat(ask(stage, "a", "/late")).isEqualTo("503");
      gateway.apply(late, Routing.allTo(V1));
      assertThat(ask(stage, "a", "/late")).isEqualTo("api");
    }
  }

  @Test
  void twoRolloutsDoNotKnowOfEachOther() throws Exception {
    try (Origin one = Origin.saying("one");
        Origin two = Origin.saying("two");
        Stage stage = Stage.open(Stage.OPTIONS)) {
      Gateway gateway = stage.gateway();
      gateway.serve(at(SHOP, one, new Place("shop", "/")));
      gateway.serve(
          new Hosted(
              API,
              List.of(new Place("api", "/"), new Place("shop", "/api")),
              List.of(Stage.backend(V1, one), Stage.backend(V2, two))));
      gateway.apply(SHOP, Routing.allTo(V1));
      gateway.apply(API, new Routing(V1, V2, Weight.ALL, List.of(), List.of()));

      assertThat(ask(stage, "shop", "/")).isEqualTo("one");
      assertThat(ask(stage, "shop", "/api")).isEqualTo("two");
      assertThat(ask(stage, "api", "/")).isEqualTo("two");
      assertThat(gateway.workload().health(SHOP, V2))
          .isInstanceOf(Workload.Health.Unavailable.class);
      gateway.release(API);
      assertThat(ask(stage, "api", "/")).isEqualTo("one");
      assertThat(gateway.observe(API)).isEqualTo(new TrafficRouter.Live.Unset());
      assertThat(gateway.observe(SHOP)).isInstanceOf(TrafficRouter.Live.Routed.class);
    }
  }

  @Test
  void aComparisonAddsUpThePlacesAndTheMetricsPageDoesNot() throws Exception {
    try (Origin one = Origin.saying("one");
        Origin two = Origin.saying("two");
        Stage stage = Stage.open(Stage.OPTIONS)) {
      Gateway gateway = stage.gateway();
      gateway.serve(
          new Hosted(
              API,
              List.of(new Place("api", "/"), new Place("shop", "/api")),
              List.of(Stage.backend(V1, one), Stage.backend(V2, two))));
      gateway.apply(API, new Routing(V1, V2, Weight.ALL, List.of(), List.of()));
      ask(stage, "api", "/");
      ask(stage, "shop", "/api");
      ask(stage, "shop", "/api/x");

      Awaitility.await()
          .until(
              () ->
                  gateway.traffic().counted(API) instanceof Counted.Sides sides
                      && sides.canary().answered() == 3);
      assertThat(gateway.signals(API, Duration.ofMinutes(1)).current(Role.CANARY))
          .hasValueSatisfying(
              canary -> {
                assertThat(canary.sinceStart().requests()).isEqualTo(3);
                assertThat(canary.latency().count()).isEqualTo(3);
              });
      String labels =
          "http_requests_total{revision=\"v2\",rollout=\"default/api\",route=\"%s\",status=\"200\",version=\"canary\"} %d.0";
      assertThat(stage.admin("/metrics").lines())
          .contains(labels.formatted("api/", 1), labels.formatted("shop/api", 2));
    }
  }

  @Test
  void placesThatAreTakenAreRefusedByName() {
    try (Origin one = Origin.saying("one");
        Stage stage = Stage.open(Stage.OPTIONS)) {
      stage.gateway().serve(at(SHOP, one, new Place("Shop.example.org", "/cart/")));
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> stage.gateway().serve(at(API, one, new Place("shop.example.org", "/cart"))))
          .withMessageContainingAll("default/shop", "default/api", "shop.example.org/cart");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> stage.gateway().serve(at(SHOP, one, Place.ANYWHERE)))
          .withMessageContaining("already");
      assertThat(stage.gateway().observe(API)).isInstanceOf(TrafficRouter.Live.Unavailable.class);
    }
  }
}
