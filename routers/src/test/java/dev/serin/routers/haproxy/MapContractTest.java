package dev.serin.routers.haproxy;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficRouterContract;
import dev.serin.core.traffic.TextMatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// A map of HAProxy as a router.
@Tag("haproxy")
class MapContractTest extends TrafficRouterContract {
  @TempDir private Path folder;
  private RunningHaproxy haproxy;
  private TrafficRouter router;

  @BeforeEach
  void start() throws IOException {
    haproxy = RunningHaproxy.start(folder, "operator");
    var rollout = Shop.rollout(haproxy, Shop.route("team", "x-team", new TextMatch.Exact("shop")));
    Haproxy.setup(rollout, haproxy.settings(Map.of())).init();
    router = Haproxy.router(rollout, haproxy.settings(Map.of()));
  }

  @Override
  protected TrafficRouter router() {
    return router;
  }

  @AfterEach
  void stop() {
    haproxy.close();
  }
}
