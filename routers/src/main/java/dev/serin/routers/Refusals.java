package dev.serin.routers;

import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Routing;

/// What a router of a load balancer answers when it is asked for something that it does not have.
public final class Refusals {
  private Refusals() {}

  /// A revision has no pool.
  ///
  /// @param router what people call it
  public static Live noPool(String router, Pools pools, Routing desired) {
    return new Live.Unavailable(
        "%s has pools for revisions %s and %s, and is asked for %s and %s"
            .formatted(
                router,
                pools.first().revision(),
                pools.second().revision(),
                desired.stable(),
                desired.canary()));
  }

  /// It is asked about another rollout than its own.
  ///
  /// @param router what people call it
  public static Live wrongRollout(String router, RolloutId own, RolloutId asked) {
    return new Live.Unavailable("this %s steers rollout %s, not %s".formatted(router, own, asked));
  }
}
