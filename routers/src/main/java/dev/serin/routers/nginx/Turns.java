package dev.serin.routers.nginx;

import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.traffic.Routing;
import dev.serin.routers.Pools;
import java.util.List;

/// What both kinds of router do with their pools.
final class Turns {
  private Turns() {}

  /// The same pools with the revisions that they run now.
  static Pools of(Pools pools, List<Pools.Pool> named) {
    return new Pools(of(pools.first(), named), of(pools.second(), named));
  }

  private static Pools.Pool of(Pools.Pool pool, List<Pools.Pool> named) {
    return named.stream().filter(it -> it.name().equals(pool.name())).findFirst().orElse(pool);
  }

  /// A revision has no pool.
  static Live noPool(String router, Pools pools, Routing desired) {
    return new Live.Unavailable(
        "%s has pools for revisions %s and %s, and is asked for %s and %s"
            .formatted(
                router,
                pools.first().revision(),
                pools.second().revision(),
                desired.stable(),
                desired.canary()));
  }
}
