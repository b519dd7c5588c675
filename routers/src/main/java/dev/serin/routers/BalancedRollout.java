package dev.serin.routers;

import dev.serin.core.engine.Backend;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Routing;
import java.util.List;

/// A rollout that a balancer is to serve: its two pools, and the routes that its steps may switch
/// on.
///
/// @param first the pool that `stableService` names, whichever revision it runs now
/// @param second the pool that `canaryService` names
public record BalancedRollout(
    RolloutId id,
    Backend first,
    Backend second,
    List<Routing.HeaderRoute> headers,
    List<Routing.MirrorRoute> mirrors) {
  /// Copies its lists.
  public BalancedRollout {
    headers = List.copyOf(headers);
    mirrors = List.copyOf(mirrors);
  }

  /// Its pools, and what they run now.
  public Pools pools() {
    return new Pools(
        new Pools.Pool(first.name(), first.revision()),
        new Pools.Pool(second.name(), second.revision()));
  }
}
