package dev.serin.routers.haproxy;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficRouterContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// The weights of HAProxy's servers as a router.
@Tag("haproxy")
class WeightContractTest extends TrafficRouterContract {
  @TempDir private Path folder;
  private RunningHaproxy haproxy;
  private TrafficRouter router;

  @BeforeEach
  void start() throws IOException {
    haproxy = RunningHaproxy.start(folder, "admin");
    router =
        Haproxy.router(
            Shop.rollout(haproxy),
            haproxy.settings(Map.of("mechanism", "weights", "backend", "classic")));
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
