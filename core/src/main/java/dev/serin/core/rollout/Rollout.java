package dev.serin.core.rollout;

import dev.serin.core.traffic.Revision;

/// One service's release: what is wanted, and where it stands.
///
/// @param desired the revision that the user wants to be stable
public record Rollout(RolloutId id, RolloutSpec spec, Revision desired, Status status) {
  Rollout with(Status next) {
    return new Rollout(id, spec, desired, next);
  }
}
