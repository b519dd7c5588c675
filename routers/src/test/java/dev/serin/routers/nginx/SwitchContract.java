package dev.serin.routers.nginx;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficRouterContract;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.RequestMatch;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.TextMatch;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.PoolRouter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// What an engine relies on, with a real nginx.
abstract class SwitchContract extends TrafficRouterContract {
  @TempDir private Path folder;
  private final String mechanism;
  private NginxProcess nginx;
  private PoolRouter router;

  SwitchContract(String mechanism) {
    this.mechanism = mechanism;
  }

  @BeforeEach
  void start() throws Exception {
    nginx = new NginxProcess(folder, mechanism.equals("lua")).start();
    BalancedRollout rollout =
        nginx.rollout(
            List.of(
                new Routing.HeaderRoute(
                    "team", List.of(new HeaderMatch("x-team", new TextMatch.Exact("shop"))))),
            List.of(
                new Routing.MirrorRoute(
                    "copies",
                    List.of(new RequestMatch(new TextMatch.Exact("GET"), null, List.of())),
                    50)));
    NginxSetup setup = Nginx.setup(rollout, nginx.settings(mechanism));
    nginx.includeAll(setup.init());
    setup.init();
    router = Nginx.router(rollout, nginx.settings(mechanism));
  }

  @AfterEach
  void stop() {
    nginx.close();
  }

  @Override
  protected TrafficRouter router() {
    return router;
  }
}
