package dev.serin.core.engine;

import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import java.util.Set;

/// Splits traffic between two revisions. What goes wrong outside is a value, never an exception.
public interface TrafficRouter {
  /// What it can do; checked when a rollout is admitted, never in its middle.
  Set<Capability> capabilities();

  /// What it does now, read back from the router itself.
  Live observe(RolloutId rollout);

  /// Asks for the whole of `desired`. Idempotent; to be repeated until [#observe] shows it.
  Live apply(RolloutId rollout, Routing desired);

  /// Gives the user's own configuration back.
  void release(RolloutId rollout);

  /// Something that not every router can do.
  enum Capability {
    /// Shares of traffic.
    WEIGHT,
    /// Routes by header.
    HEADER_ROUTE,
    /// Copies of requests.
    MIRROR
  }

  /// What is done when somebody else changes a router in the middle of an update.
  enum OnDrift {
    /// It is put back at once.
    REASSERT,
    /// It stays as it is, and the rollout is held until a person lets it go on.
    HOLD
  }

  /// What a router does now.
  sealed interface Live {
    /// It routes so.
    ///
    /// @param effective the weight that it could really set; near `routing.weight()`
    /// @param etag changes when the router's configuration does
    record Routed(Routing routing, Weight effective, String etag) implements Live {}

    /// It routes otherwise than it was asked last, because somebody else changed it.
    ///
    /// @param effective the weight that is in force
    /// @param how what was changed, in a few words, with the router's name
    record Drifted(Routing routing, Weight effective, String how, OnDrift answer) implements Live {}

    /// It has no routing for this rollout yet.
    record Unset() implements Live {}

    /// It can not be asked, or it refuses.
    ///
    /// @param why with the place and what would help
    record Unavailable(String why) implements Live {}
  }
}
