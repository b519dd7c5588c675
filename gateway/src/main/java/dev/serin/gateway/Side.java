package dev.serin.gateway;

import dev.serin.core.traffic.Revision;

/// One of the two populations: a revision in its role, the endpoints that serve it and what is
/// counted of it.
///
/// @param pool replaced when the backends are
record Side(Role role, Revision revision, EndpointPool pool, Series series) {}
