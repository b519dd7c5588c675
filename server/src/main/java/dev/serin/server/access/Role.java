package dev.serin.server.access;

import io.javalin.security.RouteRole;

/// What a route needs, and what a caller has. A role includes those before it.
public enum Role implements RouteRole {
  /// Nothing: health, the page to log in on, and the files of the dashboard.
  ANYONE,
  /// Reads.
  VIEWER,
  /// Also promotes, aborts, pauses and the like.
  OPERATOR,
  /// Also changes manifests, tokens and whatever else there is.
  ADMIN;

  /// True when this role is that one or includes it.
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }
}
