package dev.serin.cli.run;

import dev.serin.cli.console.Refusal;
import dev.serin.cli.router.Balancers;
import dev.serin.cli.router.RouterChoice;
import dev.serin.core.rollout.Strategy;
import dev.serin.routers.BalancedRollout;

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
    BackendChoice pools = BackendChoice.of(strategy, proposal.backends(), RunOrder.Targets.NONE);
    return BalancedRollout.of(proposal.rollout().id(), pools.stable(), pools.canary(), strategy);
  }
}
