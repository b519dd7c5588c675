package dev.serin.routers.nginx;

import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.traffic.Routing;
import dev.serin.routers.Pools;

/// What both kinds of router do with their pools.
final class Turns {
  private Turns() {}

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
