package dev.serin.cli.run;

import dev.serin.core.rollout.Strategy;
import dev.serin.routers.BalancedRollout;
import dev.serin.server.Refusal;
import dev.serin.server.router.Balancers;
import dev.serin.server.router.RouterChoice;
import dev.serin.server.site.BackendChoice;
import dev.serin.server.site.Targets;

/// Reads what a load balancer is to serve out of manifests.
final class Balanced {
  private Balanced() {}

  /// The rollout with its pools as the manifests name them.
  ///
  /// @throws Refusal when a pool is missing, or the router can not carry the plan
  static BalancedRollout of(Proposal proposal, RouterChoice router) {
    Strategy strategy = proposal.rollout().spec().strategy();
    Balancers.problem(router, strategy)
        .ifPresent(
            why -> {
              throw new Refusal(why);
            });
    BackendChoice pools = BackendChoice.of(strategy, proposal.backends(), Targets.NONE);
    return BalancedRollout.of(proposal.rollout().id(), pools.stable(), pools.canary(), strategy);
  }
}
