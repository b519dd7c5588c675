package dev.serin.routers.log;

import dev.serin.core.rollout.RolloutId;
import dev.serin.routers.Pools;

/// Whose requests a log tells of, and how they are sent.
///
/// @param balancer what people call the balancer that writes the log, such as `nginx`
/// @param pools its two pools, and what they run now
public record LogPlan(RolloutId rollout, String balancer, Pools pools, Sending sending) {
  /// By what it is decided where a request goes.
  public enum Sending {
    /// By chance, each request by itself.
    EACH_REQUEST,
    /// A user stays where they were.
    EACH_USER
  }
}
