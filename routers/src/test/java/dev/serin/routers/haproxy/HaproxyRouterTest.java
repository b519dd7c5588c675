package dev.serin.routers.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.TextMatch;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.Pools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rollouts steered in a real HAProxy.
@Tag("haproxy")
class HaproxyRouterTest {
  private static final RolloutId ROLLOUT = new RolloutId("default", "shop");
  private static final Revision V1 = new Revision("v1");
  private static final Revision V2 = new Revision("v2");
  private static final Routing.HeaderRoute TESTERS =
      new Routing.HeaderRoute(
          "testers", List.of(new HeaderMatch("X-Tester", new TextMatch.Exact("it's me"))));

  @TempDir private Path folder;
  private Haproxy haproxy;
  private HaproxyRouter router;

  @BeforeEach
  void start() throws Exception {
    Path map = Files.createFile(folder.resolve("shop.map"));
    haproxy = Haproxy.start(folder, List.of(TESTERS), map);
    Pools pools = new Pools(new Pools.Pool("serin_one", V1), new Pools.Pool("serin_two", V2));
    router = new HaproxyRouter(ROLLOUT, pools, haproxy.api(), new MapFile(map));
  }

  @AfterEach
  void stop() {
    haproxy.close();
  }

  private static Routing split(int ppm, Routing.HeaderRoute... routes) {
    return new Routing(V1, V2, new Weight(ppm), List.of(routes), List.of());
  }

  @Test
  void theWeightIsTheShareOfUsers() throws Exception {
    assertThat(router.apply(ROLLOUT, split(200_000))).isInstanceOf(TrafficRouter.Live.Routed.class);

    int canary = 0;
    for (int i = 0; i < 2000; i++) {
      canary += haproxy.get().equals("two") ? 1 : 0;
    }

    // A share of 20 % of 2000 has a standard deviation of 18.
    assertThat(canary).isBetween(310, 490);
  }
}
