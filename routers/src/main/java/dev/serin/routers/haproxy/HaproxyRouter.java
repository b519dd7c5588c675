package dev.serin.routers.haproxy;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.routers.Pools;

/// Steers one rollout in HAProxy over its runtime API: no reload for a weight, and nothing that
/// runs beside it.
///
/// [#observe] reads HAProxy itself, so that a change by hand is seen at the next look. A HAProxy
/// that was reloaded and lost something is put back without a word. It may be used by many threads.
public sealed interface HaproxyRouter extends TrafficRouter permits MapRouter, WeightRouter {
  /// The two pools run these revisions from now on; their servers are the same.
  void revisions(Pools pools);
}
