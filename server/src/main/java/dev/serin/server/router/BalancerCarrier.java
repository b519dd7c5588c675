package dev.serin.server.router;

import dev.serin.core.engine.Backend;
import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficSignals;
import dev.serin.core.engine.Workload;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.routers.Balancer;
import dev.serin.routers.Pools;
import dev.serin.signals.Signals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A load balancer of another maker in front of one rollout.
///
/// @param source where its counts come from, as people read it
record BalancerCarrier(Balancer balancer, RolloutId rollout, String source) implements Carrier {
  @Override
  public TrafficRouter router() {
    return balancer.router();
  }

  @Override
  public Workload.Health health(Revision revision) {
    return balancer.health(revision);
  }

  @Override
  public boolean checked(Revision revision) {
    return balancer.checked(revision);
  }

  @Override
  public TrafficSignals.Counted counted() {
    return balancer.counted();
  }

  @Override
  public Signals signals(Duration window) {
    return balancer.signals(window);
  }

  @Override
  public Optional<String> trouble() {
    return balancer.trouble();
  }

  @Override
  public void backends(List<Backend> backends) {
    balancer.revisions(
        backends.stream()
            .map(backend -> new Pools.Pool(backend.name(), backend.revision()))
            .toList());
  }

  @Override
  public String address() {
    return balancer.name();
  }

  @Override
  public String welcome() {
    return "%s is carried by %s; %s".formatted(rollout.name(), balancer.name(), source);
  }

  @Override
  public void close() {
    balancer.close();
  }
}
