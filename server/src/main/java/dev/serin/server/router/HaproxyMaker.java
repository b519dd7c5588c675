package dev.serin.server.router;

import dev.serin.core.engine.TrafficRouter.Capability;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.haproxy.Haproxy;
import dev.serin.routers.haproxy.StatOpinion;
import dev.serin.routers.health.AskedHealth;
import dev.serin.routers.health.EndpointChecks;
import dev.serin.routers.log.LogPlan.Sending;
import dev.serin.routers.log.OwnCount;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes HAProxy. By a map it checks its servers itself; it counts what it sends them.
record HaproxyMaker(@Nullable Object settings) implements Maker {
  @Override
  public String name() {
    return "HAProxy";
  }

  @Override
  public Optional<String> problem() {
    return Haproxy.problem(settings);
  }

  @Override
  public Optional<String> problem(BalancedRollout rollout) {
    return Haproxy.problem(rollout, settings);
  }

  @Override
  public Set<Capability> capabilities() {
    return Haproxy.capabilities(settings);
  }

  @Override
  public InetSocketAddress log() {
    return Haproxy.log(settings);
  }

  @Override
  public Optional<String> cost() {
    return Optional.empty();
  }

  @Override
  public Made make(BalancedRollout rollout) {
    StatOpinion opinion = Haproxy.opinion(rollout, settings);
    OwnCount own =
        pool ->
            opinion
                .counts(pool)
                .map(counts -> new OwnCount.Totals(counts.requests(), counts.failed()));
    return new Made(
        Haproxy.router(rollout, settings),
        Sending.EACH_USER,
        own,
        () ->
            Haproxy.checksServers(settings)
                ? AskedHealth.start(rollout.pools(), opinion::health)
                : EndpointChecks.start(rollout.first(), rollout.second()));
  }

  @Override
  public Setup setup(BalancedRollout rollout) {
    return new HaproxyLines(Haproxy.setup(rollout, settings));
  }
}
