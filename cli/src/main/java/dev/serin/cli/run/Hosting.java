package dev.serin.cli.run;

import dev.serin.core.engine.Release;
import dev.serin.gateway.Hosted;
import dev.serin.gateway.settings.Place;
import java.util.List;

/// A rollout that a site serves.
///
/// @param places where users find it
record Hosting(Release release, BackendChoice backends, List<Place> places) {
  /// Copies its list.
  Hosting {
    places = List.copyOf(places);
  }

  /// A rollout that gets every request.
  static Hosting everywhere(Release release, BackendChoice backends) {
    return new Hosting(release, backends, List.of(Place.ANYWHERE));
  }

  Hosted hosted() {
    return new Hosted(release.id(), places, List.of(backends.stable(), backends.canary()));
  }
}
