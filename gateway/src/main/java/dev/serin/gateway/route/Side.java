package dev.serin.gateway.route;

import dev.serin.core.traffic.Revision;
import dev.serin.gateway.accesslog.Population;
import dev.serin.gateway.pool.EndpointPool;
import dev.serin.signals.Role;
import dev.serin.signals.Series;
import dev.serin.signals.Tally;

/// One of the two populations: a revision in its role, the endpoints that serve it and what is
/// counted of it.
///
/// @param pool replaced when the backends are
/// @param tenure the revision's, in both roles
/// @param place the index of the place where requests come in
/// @param population what the access log says of it
public record Side(
    Role role,
    Revision revision,
    EndpointPool pool,
    Series series,
    Tenure tenure,
    int place,
    Population population) {
  /// Where one event loop counts.
  public Tally tally(int lane) {
    return series.tallies().at(place, lane);
  }

  /// The same for requests that come in at another place.
  public Side at(int other, String route) {
    Population there = new Population(population.rollout(), route, role, population.revision());
    return new Side(role, revision, pool, series, tenure, other, there);
  }
}
