package dev.serin.cli.view;

import dev.serin.core.engine.Look;
import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.rollout.Effect;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import java.time.Duration;
import java.util.Map;

/// One moment of a run: all that a view shows.
///
/// @param traffic what the router does
/// @param sides what users get, by revision
public record Frame(Place place, Story story, Look look, Live traffic, Map<Revision, Side> sides) {
  /// Copies its map.
  public Frame {
    sides = Map.copyOf(sides);
  }

  /// The share of traffic that the router really gives the new revision.
  public Weight effective() {
    return switch (traffic) {
      case Live.Routed(var routing, var effective, _) ->
          together(routing) ? whole(routing) : effective;
      case Live.Drifted(var routing, var effective, _, _) ->
          together(routing) ? whole(routing) : effective;
      case Live.Unset _, Live.Unavailable _ -> Weight.NONE;
    };
  }

  /// The share of traffic that the new revision is to get.
  public Weight wanted() {
    for (Effect effect : look.decision().effects()) {
      if (effect instanceof Effect.Route(var routing)) {
        return together(routing) ? whole(routing) : routing.weight();
      }
    }
    return traffic instanceof Live.Routed(var routing, _, _) && !together(routing)
        ? routing.weight()
        : effective();
  }

  /// What `revision` gives its users.
  Side side(Revision revision) {
    return sides.getOrDefault(revision, Side.IDLE);
  }

  /// How long the run takes so far.
  Duration age() {
    return Duration.between(place.startedAt(), look.at());
  }

  private static boolean together(Routing routing) {
    return routing.stable().equals(routing.canary());
  }

  private Weight whole(Routing routing) {
    return routing.stable().equals(place.to()) ? Weight.ALL : Weight.NONE;
  }
}
