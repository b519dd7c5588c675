package dev.serin.gateway;

import dev.serin.core.engine.Backend;
import dev.serin.core.rollout.RolloutId;
import dev.serin.gateway.settings.Place;
import java.util.List;

/// A rollout that a gateway is to serve.
///
/// @param places where clients find it, at least one
/// @param backends may be none, or lack revisions: see [Gateway#backends]
public record Hosted(RolloutId rollout, List<Place> places, List<Backend> backends) {
  /// Copies its lists.
  ///
  /// @throws IllegalArgumentException when there is no place
  public Hosted {
    places = List.copyOf(places);
    backends = List.copyOf(backends);
    if (places.isEmpty()) {
      throw new IllegalArgumentException("rollout " + rollout + " needs a place");
    }
  }

  /// A rollout that gets every request.
  public static Hosted everywhere(RolloutId rollout, List<Backend> backends) {
    return new Hosted(rollout, List.of(Place.ANYWHERE), backends);
  }
}
