package dev.serin.routers.agent;

import dev.serin.core.engine.TrafficRouter.Capability;
import dev.serin.core.rollout.RolloutId;
import dev.serin.routers.Pools;
import java.net.InetSocketAddress;
import java.util.Set;

/// A load balancer on another machine.
///
/// @param kind what people call it, such as `HAProxy`
/// @param capabilities what a router of this kind can do
/// @param agent where its agent listens; the agent's certificate must be for this host
/// @param pools what its pools run now
public record RemotePlan(
    RolloutId rollout,
    String kind,
    Set<Capability> capabilities,
    InetSocketAddress agent,
    Pools pools) {
  /// Copies its set.
  public RemotePlan {
    capabilities = Set.copyOf(capabilities);
  }

  /// The agent's address as people write it.
  String address() {
    String host = agent.getHostString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + agent.getPort();
  }
}
