package dev.serin.gateway;

import dev.serin.core.engine.Backend;
import dev.serin.core.engine.Backend.Endpoint;
import dev.serin.core.engine.Backend.HealthCheck;
import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficRouterContract;
import dev.serin.core.traffic.Revision;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// The gateway as a router.
class GatewayContractTest extends TrafficRouterContract {
  private final Gateway gateway = open();

  @Override
  protected TrafficRouter router() {
    return gateway;
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private static Gateway open() {
    Backend[] backends = {backend(STABLE, 9), backend(CANARY, 19)};
    return Stage.open(Stage.OPTIONS, backends).gateway();
  }

  /// A backend that nobody asks for anything.
  private static Backend backend(Revision revision, int port) {
    return new Backend(
        revision.hash(),
        revision,
        List.of(new Endpoint(URI.create("http://127.0.0.1:" + port), 1)),
        HealthCheck.DEFAULT);
  }
}
