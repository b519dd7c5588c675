package dev.serin.routers.nginx;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.routers.Pools;
import java.util.List;

/// Steers one rollout in nginx.
public sealed interface NginxRouter extends TrafficRouter permits SwitchRouter, PlainRouter {
  /// The pools run these revisions from now on; their servers are the same.
  ///
  /// @param pools both of them, by name
  void revisions(List<Pools.Pool> pools);
}
