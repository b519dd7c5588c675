package dev.serin.routers.haproxy;

import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.Pools;
import dev.serin.routers.Refusals;
import dev.serin.routers.haproxy.RuntimeApi.Life;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Steers one rollout in HAProxy through a map that its configuration looks into for each request:
/// an operator-level socket is enough.
///
/// The file of the map is written first, so that a HAProxy which starts anew goes on where it was;
/// then all entries are replaced at once in memory. The map is the whole state, so that a weight
/// changed by hand is seen at the next look.
final class MapRouter implements HaproxyRouter {
  private final RolloutId rollout;
  private final LiveMap map;
  private final OnDrift onDrift;
  private final OwnLines lines;
  private final int generation;
  private Pools pools;
  private @Nullable Routing applied;
  private Optional<Life> life = Optional.empty();
  private SortedMap<String, String> seen = Collections.emptySortedMap();

  MapRouter(BalancedRollout rollout, LiveMap map, OnDrift onDrift, OwnLines lines) {
    this.rollout = rollout.id();
    this.pools = rollout.pools();
    this.map = map;
    this.onDrift = onDrift;
    this.lines = lines;
    this.generation = lines.lines().generation();
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.WEIGHT, Capability.HEADER_ROUTE);
  }

  @Override
  public synchronized void revisions(Pools changed) {
    pools = changed;
  }

  @Override
  public synchronized Live observe(RolloutId asked) {
    if (!asked.equals(rollout)) {
      return wrongRollout(asked);
    }
    Live seen = settled();
    Optional<String> damage = seen instanceof Live.Routed ? lines.damage() : Optional.empty();
    return damage.isEmpty() ? seen : new Live.Unavailable(damage.get());
  }

  private Live settled() {
    Live seen = look();
    Routing last = applied;
    if (seen instanceof Live.Routed) {
      // A reload that lost nothing is over: what changes from now on, somebody changes.
      life = map.api().life().or(() -> life);
    }
    if (last == null || !(seen instanceof Live.Drifted) || !lostByReload(wanted(last))) {
      return seen;
    }
    Optional<String> failure = put(wanted(last));
    return failure.isEmpty() ? look() : new Live.Unavailable(failure.get());
  }

  /// True when another process than the one that was changed last answers, and the file that it
  /// began with is as Serin left it: it read the file before the last change.
  private boolean lostByReload(SortedMap<String, String> wanted) {
    Optional<Life> now = map.api().life();
    boolean same = life.isPresent() && now.isPresent() && life.get().goesOnIn(now.get());
    return !same && map.file().stored().equals(wanted);
  }

  private Live look() {
    seen = Collections.emptySortedMap();
    return switch (map.entries()) {
      case LiveMap.Seen.Unknown(String why) -> new Live.Unavailable(why);
      case LiveMap.Seen.Entries(var entries) -> {
        seen = entries;
        yield live(entries);
      }
    };
  }

  private Live live(SortedMap<String, String> entries) {
    String runs = entries.getOrDefault(RouteKey.GENERATION, "none");
    if (!runs.equals(Integer.toString(generation))) {
      return new Live.Unavailable(
          "HAProxy's configuration was made for another version of rollout %s (generation %s, not %d): run `serin haproxy init` with this manifest"
              .formatted(rollout, runs, generation));
    }
    Routing last = applied;
    if (last == null || pools.turn(last).isEmpty()) {
      return new Live.Unset();
    }
    SortedMap<String, String> wanted = wanted(last);
    if (entries.equals(wanted)) {
      return new Live.Routed(last, last.weight(), Integer.toHexString(entries.hashCode()));
    }
    Weight weight = weight(last, entries);
    String how = new Difference(map.file().file(), wanted, entries).inWords();
    return new Live.Drifted(foreign(last, entries, weight), weight, how, onDrift);
  }

  /// What somebody else made of it: the weight and the routes as they are in the map.
  private Routing foreign(Routing last, SortedMap<String, String> entries, Weight weight) {
    String canary = Integer.toString(canary(last));
    return new Routing(
        last.stable(),
        last.canary(),
        weight,
        last.headers().stream()
            .filter(route -> canary.equals(entries.get(RouteKey.of(route))))
            .toList(),
        last.mirrors());
  }

  private Weight weight(Routing last, SortedMap<String, String> entries) {
    String text = entries.getOrDefault(RouteKey.WEIGHT, "0");
    boolean number = text.matches("[0-9]{1,9}");
    int ppm = number ? Math.min(Integer.parseInt(text), Weight.SCALE) : 0;
    return pools.weight(last, new Weight(ppm));
  }

  @Override
  public synchronized Live apply(RolloutId asked, Routing desired) {
    if (!asked.equals(rollout)) {
      return wrongRollout(asked);
    }
    if (pools.turn(desired).isEmpty()) {
      return Refusals.noPool("HAProxy", pools, desired);
    }
    if (look() instanceof Live.Unavailable refused) {
      return rolledBack(desired).orElse(refused);
    }
    Optional<String> failure = put(wanted(desired));
    if (failure.isPresent()) {
      return new Live.Unavailable(failure.get());
    }
    applied = desired;
    return settled();
  }

  /// All to stable in a configuration of another generation, which has the same pools: what would
  /// help against a bad canary must not wait for `serin haproxy init`.
  private Optional<Live> rolledBack(Routing desired) {
    boolean toStable = desired.weight().equals(Weight.NONE) && desired.headers().isEmpty();
    if (!(toStable || desired.stable().equals(desired.canary()))
        || !(map.entries() instanceof LiveMap.Seen.Entries(var entries))
        || !lines.sameOrder(pools)) {
      return Optional.empty();
    }
    SortedMap<String, String> wanted = wanted(desired);
    String runs = entries.get(RouteKey.GENERATION);
    if (runs == null) {
      return Optional.empty();
    }
    wanted.put(RouteKey.GENERATION, runs);
    Optional<String> failure = put(wanted);
    if (failure.isPresent()) {
      return Optional.of(new Live.Unavailable(failure.get()));
    }
    applied = desired;
    String etag = Integer.toHexString(wanted.hashCode());
    return Optional.of(new Live.Routed(desired, desired.weight(), etag));
  }

  /// @return why it failed
  private Optional<String> put(SortedMap<String, String> wanted) {
    LiveMap.Put put = map.put(seen, wanted);
    seen = Collections.emptySortedMap();
    life = put.by();
    return put.failure();
  }

  private SortedMap<String, String> wanted(Routing routing) {
    Pools.Turn turn = pools.turn(routing).orElseThrow();
    SortedMap<String, String> entries = new TreeMap<>();
    entries.put(RouteKey.WEIGHT, Integer.toString(turn.toSecond().ppm()));
    entries.put(RouteKey.SALT, salt(routing));
    entries.put(RouteKey.GENERATION, Integer.toString(generation));
    boolean onTrial = !routing.stable().equals(routing.canary());
    int canary = canary(routing);
    int stable = onTrial ? RouteKey.FIRST + RouteKey.SECOND - canary : canary;
    entries.put(RouteKey.STABLE, Integer.toString(stable));
    routing.headers().forEach(route -> entries.put(RouteKey.of(route), Integer.toString(canary)));
    return entries;
  }

  private int canary(Routing routing) {
    boolean second = pools.turn(routing).orElseThrow().canary().equals(pools.second());
    return second ? RouteKey.SECOND : RouteKey.FIRST;
  }

  /// Differs from release to release, so that the next one begins with other users.
  private static String salt(Routing routing) {
    return Integer.toString(routing.canary().hash().hashCode() & Integer.MAX_VALUE);
  }

  /// Everything goes to the stable revision, and the routes are gone.
  @Override
  public synchronized void release(RolloutId asked) {
    Routing last = applied;
    if (asked.equals(rollout) && last != null && pools.turn(last).isPresent()) {
      seen = Collections.emptySortedMap();
      put(wanted(new Routing(last.stable(), last.canary(), Weight.NONE, List.of(), List.of())));
    }
    applied = asked.equals(rollout) ? null : last;
  }

  private Live wrongRollout(RolloutId asked) {
    return Refusals.wrongRollout("HAProxy", rollout, asked);
  }
}
