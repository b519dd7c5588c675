package dev.serin.server.site;

import dev.serin.core.engine.Release;
import dev.serin.core.rollout.RolloutId;
import dev.serin.gateway.Hosted;
import dev.serin.gateway.settings.Place;
import dev.serin.routers.BalancedRollout;
import dev.serin.server.router.RouterChoice;
import java.util.List;

/// A rollout that a site serves.
///
/// @param backends in the roles that they have now
/// @param front what carries its users
public record Hosting(Release release, BackendChoice backends, Front front) {
  /// What carries the users of a rollout.
  ///
  /// @param places where users find it, if that is the router's to say
  /// @param pools the backends as the manifest names them, whatever their roles are now: a load
  ///     balancer's configuration names them so for ever
  /// @param patient true when a router that can not be asked yet is waited for
  public record Front(
      RouterChoice router, List<Place> places, BackendChoice pools, boolean patient) {
    /// Copies its list.
    public Front {
      places = List.copyOf(places);
    }
  }

  /// A rollout that gets every request of the gateway.
  public static Hosting everywhere(Release release, BackendChoice backends) {
    return behind(RouterChoice.GATEWAY, release, backends);
  }

  /// A rollout behind a load balancer of its own.
  public static Hosting behind(RouterChoice router, Release release, BackendChoice backends) {
    return new Hosting(
        release, backends, new Front(router, List.of(Place.ANYWHERE), backends, false));
  }

  public RolloutId id() {
    return release.id();
  }

  /// As the gateway serves it.
  public Hosted hosted() {
    return new Hosted(id(), front.places(), List.of(backends.stable(), backends.canary()));
  }

  /// As a load balancer serves it.
  public BalancedRollout balanced() {
    return BalancedRollout.of(
        id(), front.pools().stable(), front.pools().canary(), release.spec().strategy());
  }
}
