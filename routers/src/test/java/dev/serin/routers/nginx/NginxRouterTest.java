package dev.serin.routers.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.TextMatch;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.Pools;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rollouts steered in a real nginx.
@Tag("nginx")
class NginxRouterTest {
  private static final RolloutId ROLLOUT = new RolloutId("default", "shop");
  private static final Revision V1 = new Revision("v1");
  private static final Revision V2 = new Revision("v2");
  private static final Routing.HeaderRoute TESTERS =
      new Routing.HeaderRoute(
          "testers",
          List.of(
              new HeaderMatch("X-Tester", new TextMatch.Exact("it's me.")),
              new HeaderMatch("X-Team", new TextMatch.Prefix("shop"))));

  @TempDir private Path folder;
  private Nginx nginx;
  private NginxRouter router;

  @BeforeEach
  void start() throws Exception {
    Path switches = folder.resolve("shop");
    nginx = Nginx.start(folder, List.of(TESTERS), switches);
    Pools pools = new Pools(new Pools.Pool("serin_one", V1), new Pools.Pool("serin_two", V2));
    router = new NginxRouter(ROLLOUT, pools, new Folder(switches));
  }

  @AfterEach
  void stop() {
    nginx.close();
  }

  private static Routing split(int ppm, Routing.HeaderRoute... routes) {
    return new Routing(V1, V2, new Weight(ppm), List.of(routes), List.of());
  }

  private void apply(Routing routing) {
    assertThat(router.apply(ROLLOUT, routing))
        .isInstanceOfSatisfying(
            TrafficRouter.Live.Routed.class,
            routed -> assertThat(routed.routing()).isEqualTo(routing));
  }

  private Set<String> canaryUsers(int users) throws Exception {
    Set<String> canary = new HashSet<>();
    for (int i = 0; i < users; i++) {
      String id = "%032x".formatted(i * 0x9E3779B97F4A7C15L);
      String mixed = id.substring(16) + id.substring(0, 16);
      if (nginx.get("Cookie", "serin=" + mixed).equals("two")) {
        canary.add(mixed);
      }
    }
    return canary;
  }

  @Test
  void theWeightIsTheShareOfUsersAndTheyStay() throws Exception {
    apply(split(100_000));
    Set<String> few = canaryUsers(1000);
    apply(split(400_000));
    Set<String> more = canaryUsers(1000);

    assertThat(few).hasSizeBetween(60, 140);
    assertThat(more).hasSizeBetween(330, 470).containsAll(few);
    apply(split(0));
    assertThat(canaryUsers(100)).isEmpty();
    apply(split(Weight.SCALE));
    assertThat(canaryUsers(100)).hasSize(100);
  }

  @Test
  void aHeaderRouteLeadsToTheCanaryWhicheverPoolThatIs() throws Exception {
    apply(split(0, TESTERS));
    assertThat(nginx.get("X-Tester", "it's me.", "X-Team", "shop-2")).isEqualTo("two");
    assertThat(nginx.get("X-Tester", "it's meh", "X-Team", "shop-2")).isEqualTo("one");
    assertThat(nginx.get("X-Tester", "it's me.")).isEqualTo("one");

    apply(new Routing(V2, V1, Weight.NONE, List.of(TESTERS), List.of()));
    assertThat(nginx.get("X-Tester", "it's me.", "X-Team", "shop")).isEqualTo("one");
    assertThat(nginx.get()).isEqualTo("two");
  }
}
