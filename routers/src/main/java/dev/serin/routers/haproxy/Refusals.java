package dev.serin.routers.haproxy;

import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Routing;
import dev.serin.routers.Pools;

/// What a router answers when it is asked for something that it does not have.
final class Refusals {
  private Refusals() {}

  static Live noPool(RolloutId rollout, Pools pools, Routing desired) {
    return new Live.Unavailable(
        "HAProxy has pools for revisions %s and %s of %s, and is asked for %s and %s"
            .formatted(
                pools.first().revision(),
                pools.second().revision(),
                rollout,
                desired.stable(),
                desired.canary()));
  }

  static Live wrongRollout(RolloutId rollout, RolloutId asked) {
    return new Live.Unavailable("this HAProxy steers rollout %s, not %s".formatted(rollout, asked));
  }
}
