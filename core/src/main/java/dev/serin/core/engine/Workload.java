package dev.serin.core.engine;

import dev.serin.core.traffic.Revision;

/// What runs a rollout's revisions. Outside Kubernetes: Backends, whose endpoints are only watched.
public interface Workload {
  /// Whether the revision can take traffic now.
  Health health(Revision revision);

  /// Gives up the capacity of a revision that no longer gets traffic. Does nothing where the
  /// capacity is not Serin's to give up, such as for Backends.
  default void scaleDown(Revision revision) {}

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
