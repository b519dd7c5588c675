package dev.serin.server.router;

import dev.serin.core.engine.Backend;
import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficSignals;
import dev.serin.core.engine.Workload;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.gateway.Gateway;
import dev.serin.signals.Signals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One rollout of the gateway, which may carry others too.
///
/// @param address where users find the rollout
/// @param admin the URL of the gateway's own pages
public record GatewayCarrier(Gateway gateway, RolloutId rollout, String address, String admin)
    implements Carrier {
  @Override
  public TrafficRouter router() {
    return gateway;
  }

  @Override
  public Workload.Health health(Revision revision) {
    return gateway.workload().health(rollout, revision);
  }

  @Override
  public boolean checked(Revision revision) {
    return gateway.checked(rollout, revision);
  }

  @Override
  public TrafficSignals.Counted counted() {
    return gateway.traffic().counted(rollout);
  }

  @Override
  public Signals signals(Duration window) {
    return gateway.signals(rollout, window);
  }

  @Override
  public Optional<String> trouble() {
    return Optional.empty();
  }

  @Override
  public void backends(List<Backend> backends) {
    gateway.backends(rollout, backends);
  }

  @Override
  public String welcome() {
    return "%s serves at %s; metrics at %s/metrics".formatted(rollout.name(), address, admin);
  }

  /// The gateway serves the rollout no more; whoever opened it closes it, once for all.
  @Override
  public void close() {
    gateway.withdraw(rollout);
  }
}
