package dev.serin.server.router;

import dev.serin.core.engine.TrafficRouter.Capability;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.health.EndpointChecks;
import dev.serin.routers.log.LogPlan.Sending;
import dev.serin.routers.log.OwnCount;
import dev.serin.routers.nginx.Nginx;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes nginx. Stock nginx neither checks its servers nor counts what it sends to each.
record NginxMaker(@Nullable Object settings) implements Maker {
  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public Optional<String> problem() {
    return Nginx.problem(settings);
  }

  @Override
  public Optional<String> problem(BalancedRollout rollout) {
    return Nginx.problem(rollout, settings);
  }

  @Override
  public Set<Capability> capabilities() {
    return Nginx.capabilities(settings);
  }

  @Override
  public InetSocketAddress log() {
    return Nginx.log(settings);
  }

  @Override
  public Optional<String> cost() {
    return Nginx.cost(settings);
  }

  @Override
  public Made make(BalancedRollout rollout) {
    return new Made(
        Nginx.router(rollout, settings),
        Nginx.keepsUsers(settings) ? Sending.EACH_USER : Sending.EACH_REQUEST,
        OwnCount.NONE,
        () -> EndpointChecks.start(rollout.first(), rollout.second()));
  }

  @Override
  public Setup setup(BalancedRollout rollout) {
    return new NginxLines(Nginx.setup(rollout, settings));
  }
}
