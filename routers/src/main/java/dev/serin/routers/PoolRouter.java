package dev.serin.routers;

import dev.serin.core.engine.TrafficRouter;

/// Steers one rollout between its two pools of servers. It may be used by many threads.
public interface PoolRouter extends TrafficRouter {
  /// The pools run these revisions from now on; their servers are the same.
  void revisions(Pools pools);
}
