package dev.serin.core.engine;

import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;

/// What runs the revisions of rollouts. Two rollouts may call different things by the same
/// revision. Outside Kubernetes: Backends, whose endpoints are only watched.
public interface Workload {
  /// Whether the rollout's revision can take traffic now.
  Health health(RolloutId rollout, Revision revision);

  /// Gives up the capacity of a revision that no longer gets traffic. Does nothing where the
  /// capacity is not Serin's to give up, such as for Backends.
  default void scaleDown(RolloutId rollout, Revision revision) {}

  /// Whether a revision can take traffic.
  sealed interface Health {
    /// At least one endpoint answers its checks.
    record Available() implements Health {}

    /// None does.
    ///
    /// @param why with the endpoints and what they said
    record Unavailable(String why) implements Health {}
  }
}
