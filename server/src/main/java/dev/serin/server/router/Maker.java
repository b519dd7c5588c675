package dev.serin.server.router;

import dev.serin.core.engine.TrafficRouter.Capability;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.PoolHealth;
import dev.serin.routers.PoolRouter;
import dev.serin.routers.log.LogPlan;
import dev.serin.routers.log.OwnCount;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What differs between load balancers: how one of a kind is made from what a manifest says to it.
interface Maker {
  /// The maker of a router's kind.
  ///
  /// @throws IllegalArgumentException for the gateway, which is no load balancer
  static Maker of(RouterChoice router) {
    return switch (router.kind()) {
      case GATEWAY -> throw new IllegalArgumentException("the gateway is no load balancer");
      case NGINX -> new NginxMaker(router.settings());
      case HAPROXY -> new HaproxyMaker(router.settings());
    };
  }

  /// What people call it.
  String name();

  /// What is wrong with the settings; empty when nothing is.
  Optional<String> problem();

  /// What it could not do of a rollout; empty when it can do all of it.
  Optional<String> problem(BalancedRollout rollout);

  /// What it can do, when its settings have no problem.
  Set<Capability> capabilities();

  /// Where its log is received.
  InetSocketAddress log();

  /// What each change of a weight costs, for people; empty when it costs nothing.
  Optional<String> cost();

  /// Its parts for one rollout.
  ///
  /// @throws IllegalArgumentException when [#problem(BalancedRollout)] tells one
  Made make(BalancedRollout rollout);

  /// Its set-up for one rollout.
  ///
  /// @throws IllegalArgumentException when [#problem(BalancedRollout)] tells one
  Setup setup(BalancedRollout rollout);

  /// The parts of a load balancer, but for its log.
  ///
  /// @param health begins to check when it is asked for
  record Made(
      PoolRouter router, LogPlan.Sending sending, OwnCount own, Supplier<PoolHealth> health) {}
}
