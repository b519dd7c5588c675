package dev.serin.server.router;

import dev.serin.core.analysis.Checked;
import dev.serin.core.engine.TrafficRouter.Capability;
import dev.serin.core.rollout.Strategy;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.Balancer;
import dev.serin.routers.Fleet;
import dev.serin.routers.Ledger;
import dev.serin.routers.LocalBalancer;
import dev.serin.routers.Settings;
import dev.serin.routers.agent.AgentSettings;
import dev.serin.routers.agent.RemoteBalancer;
import dev.serin.routers.agent.RemotePlan;
import dev.serin.routers.log.LogDesk;
import dev.serin.routers.log.LogPlan;
import dev.serin.routers.log.LogSource;
import dev.serin.routers.log.OwnCount;
import dev.serin.server.Refusal;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The load balancers of other makers that a process steers, and what they share.
public final class Balancers implements AutoCloseable {
  private final LogDesk desk = new LogDesk();

  /// What is wrong with what a manifest says to its router, or with a plan that it can not carry
  /// out; empty when nothing is.
  public static Optional<String> problem(RouterChoice router, Strategy plan) {
    if (router.kind() == RouterChoice.Kind.GATEWAY) {
      return Optional.empty();
    }
    try {
      var _ = AgentSettings.of(router.kind().word(), router.settings());
    } catch (IllegalArgumentException wrong) {
      return Optional.of(String.valueOf(wrong.getMessage()));
    }
    return BalancedRollout.problem(plan).or(() -> Maker.of(router).problem());
  }

  /// What a router can do.
  public static Set<Capability> capabilities(RouterChoice router) {
    return router.kind() == RouterChoice.Kind.GATEWAY
        ? EnumSet.allOf(Capability.class)
        : Maker.of(router).capabilities();
  }

  /// Begins to steer and to count.
  ///
  /// @throws Refusal when that is not possible
  public Carrier open(RouterChoice router, BalancedRollout rollout) {
    try {
      return AgentSettings.of(router.kind().word(), router.settings())
          .map(agents -> remote(Maker.of(router), rollout, agents))
          .orElseGet(() -> carrier(router, rollout));
    } catch (IllegalArgumentException unusable) {
      throw new Refusal(String.valueOf(unusable.getMessage()));
    }
  }

  private Carrier carrier(RouterChoice router, BalancedRollout rollout) {
    Maker maker = Maker.of(router);
    InetSocketAddress log = maker.log();
    String source =
        "its log comes to %s:%d%s"
            .formatted(
                log.getHostString(),
                log.getPort(),
                maker.cost().map(cost -> "; " + cost).orElse(""));
    return new BalancerCarrier(local(router, rollout), rollout.id(), source);
  }

  /// The load balancer of this machine.
  ///
  /// @throws Refusal when its log can not be received
  /// @throws IllegalArgumentException when the rollout can not be served
  public Balancer local(RouterChoice router, BalancedRollout rollout) {
    Maker maker = Maker.of(router);
    maker
        .problem(rollout)
        .ifPresent(
            why -> {
              throw new Refusal(why);
            });
    Maker.Made made = maker.make(rollout);
    String kind = router.kind().word();
    int logSample = Settings.of(kind, router.settings()).logSample();
    LogPlan plan =
        new LogPlan(rollout.id(), LogSource.of(kind), rollout.pools(), made.sending(), logSample);
    Ledger ledger = ledger(maker.log(), plan, made.own());
    return new LocalBalancer(
        maker.name(),
        rollout.pools(),
        new LocalBalancer.Parts(made.router(), ledger, made.health().get()));
  }

  private Ledger ledger(InetSocketAddress address, LogPlan plan, OwnCount own) {
    return switch (desk.open(address, plan, own)) {
      case Checked.Valid(var log) -> log;
      case Checked.Invalid(var why) -> throw new Refusal(why);
    };
  }

  private static Carrier remote(Maker maker, BalancedRollout rollout, AgentSettings settings) {
    List<Balancer> members = new ArrayList<>();
    for (InetSocketAddress agent : settings.agents()) {
      RemotePlan plan =
          new RemotePlan(rollout.id(), maker.name(), maker.capabilities(), agent, rollout.pools());
      switch (RemoteBalancer.open(plan, settings.tls())) {
        case Checked.Valid(var balancer) -> members.add(balancer);
        case Checked.Invalid(var why) -> {
          members.forEach(Balancer::close);
          throw new Refusal(why);
        }
      }
    }
    String source =
        "through "
            + (members.size() == 1 ? "the agent at " : "the agents at ")
            + settings.agents().stream()
                .map(address -> address.getHostString() + ":" + address.getPort())
                .collect(Collectors.joining(", "));
    Balancer all = members.size() == 1 ? members.getFirst() : new Fleet(members);
    return new BalancerCarrier(all, rollout.id(), source);
  }

  @Override
  public void close() {
    desk.close();
  }
}
