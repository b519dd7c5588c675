package dev.serin.routers.haproxy;

import dev.serin.core.traffic.Routing;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/// The keys of a rollout's map. Every value is a whole number, because HAProxy reads it as one.
final class RouteKey {
  /// How many of a million users go to the second pool.
  static final String WEIGHT = "weight";

  /// What is mixed into the users' place, so that the next release begins with other users.
  static final String SALT = "salt";

  /// The pool of the stable revision, [#FIRST] or [#SECOND].
  static final String STABLE = "stable";

  /// Tells which configuration HAProxy runs.
  static final String GENERATION = "generation";

  /// What the key of every route begins with.
  static final String ROUTE = "route:";

  /// The first pool, as a value.
  static final int FIRST = 1;

  /// The second one.
  static final int SECOND = 2;

  private RouteKey() {}

  /// A route is off when its key is missing. Routes of the same name that match other headers are
  /// other routes.
  static String of(Routing.HeaderRoute route) {
    CRC32 sum = new CRC32();
    sum.update(route.match().toString().getBytes(StandardCharsets.UTF_8));
    return ROUTE + Word.key(route.name()) + String.format(Locale.ROOT, ":%08x", sum.getValue());
  }
}
