package dev.serin.cli.router;

import dev.serin.cli.console.Refusal;
import dev.serin.core.engine.TrafficRouter.Capability;
import dev.serin.core.rollout.Strategy;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.Balancer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The load balancers of other makers that a process steers, and what they share.
public final class Balancers implements AutoCloseable {
  private final Map<RouterChoice.Kind, Balancer> known = new HashMap<>();

  /// What is wrong with what a manifest says to its router, or with a plan that it can not carry
  /// out; empty when nothing is.
  public static Optional<String> problem(RouterChoice router, Strategy plan) {
    return switch (router.kind()) {
      case GATEWAY -> Optional.empty();
      case NGINX, HAPROXY -> BalancedRollout.problem(plan);
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
    Balancer balancer =
        balancer(router).orElseThrow(() -> new Refusal(router.kind().word() + " is not there"));
    return new BalancerCarrier(balancer, rollout.id(), "");
  }

  private Optional<Balancer> balancer(RouterChoice router) {
    return Optional.ofNullable(known.get(router.kind()));
  }

  @Override
  public void close() {}
}
