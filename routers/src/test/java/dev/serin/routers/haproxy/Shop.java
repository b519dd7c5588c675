package dev.serin.routers.haproxy;

import dev.serin.core.engine.Backend;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.TextMatch;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.BalancedRollout;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// The rollout that the tests steer.
final class Shop {
  static final RolloutId ID = new RolloutId("default", "shop");
  static final Revision V1 = new Revision("v1");
  static final Revision V2 = new Revision("v2");

  private static final Backend.HealthCheck CHECK =
      new Backend.HealthCheck("/", Duration.ofMillis(100), Duration.ofSeconds(1), 1, 2);

  private Shop() {}

  static BalancedRollout rollout(RunningHaproxy haproxy, Routing.HeaderRoute... routes) {
    return rollout(ID, haproxy, routes);
  }

  static BalancedRollout rollout(
      RolloutId id, RunningHaproxy haproxy, Routing.HeaderRoute... routes) {
    return new BalancedRollout(
        id,
        backend("one", V1, haproxy.firstServer()),
        backend("two", V2, haproxy.secondServer()),
        List.of(routes),
        List.of());
  }

  static Backend backend(String name, Revision revision, URI... servers) {
    List<Backend.Endpoint> endpoints =
        List.of(servers).stream().map(server -> new Backend.Endpoint(server, 1)).toList();
    return new Backend(name, revision, endpoints, CHECK);
  }

  static Routing split(int ppm, Routing.HeaderRoute... routes) {
    return new Routing(V1, V2, new Weight(ppm), List.of(routes), List.of());
  }

  static Routing.HeaderRoute route(String name, String header, TextMatch match) {
    return new Routing.HeaderRoute(name, List.of(new HeaderMatch(header, match)));
  }
}
