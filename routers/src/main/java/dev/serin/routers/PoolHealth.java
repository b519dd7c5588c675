package dev.serin.routers;

import dev.serin.core.engine.Workload;
import dev.serin.core.traffic.Revision;

/// Knows which of a rollout's pools can take traffic: by own checks, or by those of the balancer.
/// It may be used by many threads, and never waits.
public interface PoolHealth extends AutoCloseable {
  /// Whether a revision's pool can take traffic.
  Workload.Health health(Revision revision);

  /// True when it is known whether the revision's pool can take traffic.
  boolean checked(Revision revision);

  /// The pools run these revisions from now on; their servers are the same.
  void revisions(Pools pools);

  /// Checks no more.
  @Override
  void close();
}
