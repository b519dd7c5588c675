package dev.serin.gateway.route;

import dev.serin.core.traffic.Revision;
import dev.serin.gateway.pool.EndpointPool;
import dev.serin.gateway.signals.Role;
import dev.serin.gateway.signals.Series;

/// One of the two populations: a revision in its role, the endpoints that serve it and what is
/// counted of it.
///
/// @param pool replaced when the backends are
public record Side(Role role, Revision revision, EndpointPool pool, Series series) {}
