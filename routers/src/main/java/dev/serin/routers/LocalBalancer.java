package dev.serin.routers;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.engine.Workload;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.signals.Signals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A load balancer on this machine: its router, its log and the health of its pools, put together.
///
/// The log is told of each routing as soon as it is in force, or seen to be.
public final class LocalBalancer implements Balancer {
  private final String name;
  private final Parts parts;
  private final TrafficRouter told;
  private Pools pools;

  /// What it is made of. They are closed with it.
  public record Parts(PoolRouter router, Ledger ledger, PoolHealth health) {}

  /// A balancer that is steered, counted and checked by these.
  ///
  /// @param name what people call it
  /// @param pools what its pools run now
  public LocalBalancer(String name, Pools pools, Parts parts) {
    this.name = name;
    this.pools = pools;
    this.parts = parts;
    this.told = new Telling(parts.router(), parts.ledger());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public TrafficRouter router() {
    return told;
  }

  @Override
  public Workload.Health health(Revision revision) {
    return parts.health().health(revision);
  }

  @Override
  public boolean checked(Revision revision) {
    return parts.health().checked(revision);
  }

  @Override
  public Counted counted() {
    return parts.ledger().counted();
  }

  @Override
  public Signals signals(Duration window) {
    return parts.ledger().signals(window);
  }

  @Override
  public Tidings tidings() {
    return parts.ledger().tidings();
  }

  @Override
  public Optional<String> trouble() {
    return parts.ledger().trouble();
  }

  @Override
  public synchronized void revisions(List<Pools.Pool> told) {
    Pools next = pools.with(told);
    if (!next.equals(pools)) {
      pools = next;
      parts.router().revisions(next);
      parts.ledger().revisions(next);
      parts.health().revisions(next);
    }
  }

  @Override
  public void close() {
    parts.ledger().close();
    parts.health().close();
  }

  /// A router that tells the log what it does.
  private record Telling(PoolRouter router, Ledger ledger) implements TrafficRouter {
    @Override
    public Set<Capability> capabilities() {
      return router.capabilities();
    }

    @Override
    public Live observe(RolloutId rollout) {
      return tell(router.observe(rollout));
    }

    @Override
    public Live apply(RolloutId rollout, Routing desired) {
      return tell(router.apply(rollout, desired));
    }

    @Override
    public void release(RolloutId rollout) {
      Live before = router.observe(rollout);
      router.release(rollout);
      // What the user's own configuration does is not known, but no revision is on trial any more.
      switch (before) {
        case Live.Routed(var routing, _, _) -> stop(routing);
        case Live.Drifted(var routing, _, _, _) -> stop(routing);
        case Live.Unset(), Live.Unavailable _ -> {}
      }
    }

    private void stop(Routing routing) {
      Routing over = Routing.allTo(routing.stable());
      ledger.routed(over, over.weight());
    }

    private Live tell(Live live) {
      switch (live) {
        case Live.Routed(var routing, var effective, _) -> ledger.routed(routing, effective);
        case Live.Drifted(var routing, var effective, _, _) -> ledger.routed(routing, effective);
        case Live.Unset(), Live.Unavailable _ -> {}
      }
      return live;
    }
  }
}
