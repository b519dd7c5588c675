package dev.serin.cli.router;

import dev.serin.cli.console.Refusal;
import dev.serin.core.analysis.Checked;
import dev.serin.core.engine.TrafficRouter.Capability;
import dev.serin.core.rollout.Strategy;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.Balancer;
import dev.serin.routers.Ledger;
import dev.serin.routers.LocalBalancer;
import dev.serin.routers.PoolHealth;
import dev.serin.routers.PoolRouter;
import dev.serin.routers.haproxy.Haproxy;
import dev.serin.routers.haproxy.StatOpinion;
import dev.serin.routers.health.AskedHealth;
import dev.serin.routers.log.LogDesk;
import dev.serin.routers.log.LogPlan;
import dev.serin.routers.log.OwnCount;
import dev.serin.routers.log.RouterLog;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The load balancers of other makers that a process steers, and what they share.
public final class Balancers implements AutoCloseable {
  private final LogDesk desk = new LogDesk();

  /// What is wrong with what a manifest says to its router, or with a plan that it can not carry
  /// out; empty when nothing is.
  public static Optional<String> problem(RouterChoice router, Strategy plan) {
    return switch (router.kind()) {
      case GATEWAY -> Optional.empty();
      case NGINX -> BalancedRollout.problem(plan);
      case HAPROXY -> BalancedRollout.problem(plan).or(() -> Haproxy.problem(router.settings()));
    };
  }

  /// What a router can do.
  public static Set<Capability> capabilities(RouterChoice router) {
    return EnumSet.allOf(Capability.class);
  }

  /// Begins to steer and to count.
  ///
  /// @throws Refusal when that is not possible
  public Carrier open(RouterChoice router, BalancedRollout rollout) {
    try {
      return new BalancerCarrier(local(router, rollout), rollout.id(), "");
    } catch (IllegalArgumentException unusable) {
      throw new Refusal(String.valueOf(unusable.getMessage()));
    }
  }

  private Balancer local(RouterChoice router, BalancedRollout rollout) {
    return switch (router.kind()) {
      case GATEWAY -> throw new IllegalArgumentException("the gateway is no load balancer");
      case NGINX -> throw new IllegalArgumentException("no");
      case HAPROXY -> haproxy(rollout, router.settings());
    };
  }

  private Balancer haproxy(
      BalancedRollout rollout, @org.jspecify.annotations.Nullable Object settings) {
    PoolRouter steers = Haproxy.router(rollout, settings);
    StatOpinion opinion = Haproxy.opinion(rollout, settings);
    LogPlan plan = new LogPlan(rollout.id(), "HAProxy", rollout.pools(), LogPlan.Sending.EACH_USER);
    Ledger ledger =
        ledger(
            Haproxy.log(settings),
            plan,
            pool ->
                opinion
                    .counts(pool)
                    .map(counts -> new OwnCount.Totals(counts.requests(), counts.failed())));
    PoolHealth health = AskedHealth.start(rollout.pools(), opinion::health);
    return new LocalBalancer(
        "HAProxy", rollout.pools(), new LocalBalancer.Parts(steers, ledger, health));
  }

  private Ledger ledger(InetSocketAddress address, LogPlan plan, OwnCount own) {
    return switch (desk.open(address, plan, own)) {
      case Checked.Valid<RouterLog>(var log) -> log;
      case Checked.Invalid<RouterLog>(var why) -> throw new Refusal(why);
    };
  }

  @Override
  public void close() {
    desk.close();
  }
}
