package dev.serin.server.site;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Routing;
import java.util.Set;
import java.util.function.Predicate;

/// A router that is moved only for rollouts that this process may run at that very moment.
record Fence(TrafficRouter router, Predicate<RolloutId> mine) implements TrafficRouter {
  @Override
  public Set<Capability> capabilities() {
    return router.capabilities();
  }

  @Override
  public Live observe(RolloutId rollout) {
    return router.observe(rollout);
  }

  @Override
  public Live apply(RolloutId rollout, Routing desired) {
    return mine.test(rollout)
        ? router.apply(rollout, desired)
        : new Live.Unavailable("another node runs rollout " + rollout + " by now");
  }

  @Override
  public void release(RolloutId rollout) {
    if (mine.test(rollout)) {
      router.release(rollout);
    }
  }
}
