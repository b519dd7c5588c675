package dev.serin.gateway;

import com.google.re2j.PatternSyntaxException;
import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.engine.Workload;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.gateway.accesslog.Population;
import dev.serin.gateway.pool.Backends;
import dev.serin.gateway.pool.EndpointPool;
import dev.serin.gateway.route.Directory;
import dev.serin.gateway.route.RouteTable;
import dev.serin.gateway.route.Side;
import dev.serin.gateway.route.Tenure;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.Place;
import dev.serin.signals.Role;
import dev.serin.signals.Series;
import dev.serin.signals.SignalBook;
import dev.serin.signals.Signals;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One of the rollouts on a gateway: its backends, its routing and its numbers. It is changed by
/// one thread at a time and may be asked by many.
final class Tenant {
  private final RolloutId rollout;
  private final List<Place> places;
  private final List<Directory.Listing> listings;
  private final GatewayOptions options;
  private final SignalBook book;
  private final Map<Revision, Tenure> tenures = new HashMap<>();
  private volatile Backends backends;
  private volatile @Nullable RouteTable table;
  private volatile boolean released;
  private long changes;

  /// A rollout without a routing.
  ///
  /// @throws IllegalArgumentException when its backends can not be served
  Tenant(Hosted hosted, GatewayOptions options) {
    this.rollout = hosted.rollout();
    this.places = hosted.places();
    this.listings =
        places.stream().map(place -> new Directory.Listing(place, rollout, null)).toList();
    this.options = options;
    this.backends = Backends.none(options.resilience());
    this.book = new SignalBook(places.size(), options.eventLoops());
    use(backends.replacedBy(hosted.backends()));
  }

  RolloutId rollout() {
    return rollout;
  }

  List<Place> places() {
    return places;
  }

  SignalBook book() {
    return book;
  }

  Backends backends() {
    return backends;
  }

  /// The table in force at the first place; null before the first routing.
  @Nullable RouteTable table() {
    return table;
  }

  /// The series that the table in force counts into.
  List<Series> routed() {
    RouteTable now = table;
    return now == null ? List.of() : List.of(now.stable().series(), now.canary().series());
  }

  /// What was counted until now.
  ///
  /// @param window how far back the recent numbers go, 1 s to 10 min
  Signals signals(Duration window) {
    return book.snapshot(window, routed());
  }

  /// Books what happened, and forgets what is over.
  void collect() {
    book.collect(routed());
  }

  /// Its lines in the directory.
  List<Directory.Listing> listings() {
    return listings;
  }

  /// Uses these backends from now on. A canary that none of them runs any more gets no traffic from
  /// now on: what took its place was not decided on.
  ///
  /// @throws IllegalArgumentException when the stable revision would have no backend
  void use(Backends next) {
    RouteTable now = table;
    if (now == null) {
      backends = next;
      return;
    }
    Revision stable = now.routing().stable();
    if (next.of(stable) == null) {
      throw new IllegalArgumentException(
          "revision %s gets traffic and needs a backend, but the backends run only %s"
              .formatted(stable, next.names()));
    }
    backends = next;
    if (missing(next, now.routing()).isEmpty()) {
      put(table(now.routing(), now.etag()));
    } else {
      changes++;
      put(table(Routing.allTo(stable), "gateway-" + changes));
    }
  }

  Live observe() {
    RouteTable now = table;
    return now == null || released ? new Live.Unset() : live(now);
  }

  /// Routes so from the next request on.
  ///
  /// @param where the gateway, for messages
  Live apply(Routing desired, String where) {
    Optional<Revision> missing = missing(backends, desired);
    if (missing.isPresent()) {
      return new Live.Unavailable(
          "revision %s has no backend on the gateway at %s, whose backends run %s; add a Backend with this version"
              .formatted(missing.get(), where, backends.names()));
    }
    RouteTable now = table;
    if (now != null && !released && now.routing().equals(desired)) {
      return live(now);
    }
    try {
      RouteTable next = table(desired, "gateway-" + (changes + 1));
      changes++;
      released = false;
      put(next);
      return live(next);
    } catch (PatternSyntaxException broken) {
      return new Live.Unavailable(
          "a route has a pattern that is no RE2 regular expression: " + broken.getMessage());
    }
  }

  /// Sends everything to the stable revision.
  void release() {
    RouteTable now = table;
    if (now != null && !released) {
      released = true;
      changes++;
      put(table(Routing.allTo(now.routing().stable()), "gateway-" + changes));
    }
  }

  /// Whether a revision can take traffic, by the checks of its endpoints.
  Workload.Health health(Revision revision) {
    EndpointPool pool = backends.of(revision);
    return pool == null
        ? new Workload.Health.Unavailable(
            "no backend runs revision %s; the backends run %s"
                .formatted(revision, backends.names()))
        : pool.health();
  }

  /// True when it is known whether the revision can take traffic.
  boolean checked(Revision revision) {
    EndpointPool pool = backends.of(revision);
    return pool == null || pool.checked();
  }

  private static Live live(RouteTable table) {
    return new Live.Routed(table.routing(), table.routing().weight(), table.etag());
  }

  private static Optional<Revision> missing(Backends backends, Routing routing) {
    return Stream.of(routing.stable(), routing.canary())
        .filter(revision -> backends.of(revision) == null)
        .findFirst();
  }

  private RouteTable table(Routing routing, String etag) {
    RouteTable.Sides sides =
        new RouteTable.Sides(
            etag, side(Role.STABLE, routing.stable()), side(Role.CANARY, routing.canary()));
    return RouteTable.of(rollout, routing, options.stickiness(), sides);
  }

  private Side side(Role role, Revision revision) {
    @Nullable EndpointPool pool = backends.of(revision);
    if (pool == null) {
      throw new IllegalStateException("revision " + revision + " has no backend");
    }
    Tenure tenure = tenures.computeIfAbsent(revision, _ -> new Tenure());
    Population population =
        new Population(rollout.toString(), places.getFirst().toString(), role, revision.hash());
    return new Side(role, revision, pool, book.open(role, revision), tenure, 0, population);
  }

  private void put(RouteTable next) {
    table = next;
    for (int i = 0; i < places.size(); i++) {
      listings.get(i).put(next.at(i, places.get(i).toString()));
    }
    long now = System.nanoTime();
    tenures.forEach(
        (revision, tenure) -> {
          if (next.serves(revision)) {
            tenure.resume();
          } else {
            tenure.end(now);
          }
        });
    tenures.keySet().removeIf(revision -> backends.of(revision) == null);
  }
}
