package dev.serin.routers.haproxy;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.Pools;
import dev.serin.routers.haproxy.RuntimeApi.Reply;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Steers one rollout in HAProxy through a map that its configuration looks into for each request:
/// no reload, and an operator-level socket is enough.
///
/// The file of the map is written first, so that a HAProxy which starts anew goes on where it was;
/// then all entries are replaced at once in memory. The map is the whole state, so that a weight
/// changed by hand is seen at the next look.
public final class HaproxyRouter implements TrafficRouter {
  private static final String WEIGHT = "weight";
  private static final String SALT = "salt";
  private static final String ROUTE = "route:";
  private static final Pattern VERSION = Pattern.compile("New version created: ([0-9]+)");

  private final RolloutId rollout;
  private final Pools pools;
  private final RuntimeApi api;
  private final MapFile map;
  private @Nullable Routing applied;

  HaproxyRouter(RolloutId rollout, Pools pools, RuntimeApi api, MapFile map) {
    this.rollout = rollout;
    this.pools = pools;
    this.api = api;
    this.map = map;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.WEIGHT, Capability.HEADER_ROUTE);
  }

  @Override
  public synchronized Live observe(RolloutId asked) {
    if (!asked.equals(rollout)) {
      return wrongRollout(asked);
    }
    return switch (api.ask(map.show())) {
      case Reply.Unreachable(String why) -> new Live.Unavailable(why);
      case Reply.Answer(String text) when text.contains("Unknown map") -> unknownMap();
      case Reply.Answer(String text) -> live(MapFile.read(text));
    };
  }

  private Live live(SortedMap<String, String> entries) {
    Routing last = applied;
    if (last == null || !entries.containsKey(WEIGHT)) {
      return new Live.Unset();
    }
    String etag = Integer.toHexString(entries.hashCode());
    if (entries.equals(wanted(last))) {
      return new Live.Routed(last, last.weight(), etag);
    }
    return new Live.Routed(foreign(last, entries), weight(last, entries), etag);
  }

  /// What somebody else made of it: the weight and the routes as they are in the map.
  private Routing foreign(Routing last, SortedMap<String, String> entries) {
    return new Routing(
        last.stable(),
        last.canary(),
        weight(last, entries),
        last.headers().stream().filter(r -> entries.containsKey(ROUTE + r.name())).toList(),
        last.mirrors());
  }

  private Weight weight(Routing last, SortedMap<String, String> entries) {
    String text = entries.getOrDefault(WEIGHT, "");
    boolean number = text.matches("[0-9]{1,7}") && Integer.parseInt(text) <= Weight.SCALE;
    return number ? pools.weight(last, new Weight(Integer.parseInt(text))) : Weight.NONE;
  }

  @Override
  public synchronized Live apply(RolloutId asked, Routing desired) {
    if (!asked.equals(rollout)) {
      return wrongRollout(asked);
    }
    if (pools.turn(desired).isEmpty()) {
      return new Live.Unavailable(
          "HAProxy has pools for revisions %s and %s of %s, and is asked for %s and %s"
              .formatted(
                  pools.first().revision(),
                  pools.second().revision(),
                  rollout,
                  desired.stable(),
                  desired.canary()));
    }
    SortedMap<String, String> wanted = wanted(desired);
    Optional<String> failure = put(wanted);
    if (failure.isPresent()) {
      return new Live.Unavailable(failure.get());
    }
    applied = desired;
    return observe(asked);
  }

  /// @return why it failed
  private Optional<String> put(SortedMap<String, String> wanted) {
    try {
      map.write(wanted);
    } catch (IOException failure) {
      return Optional.of(
          "%s can not be written: %s; HAProxy would lose the weight at its next start"
              .formatted(map.file(), failure));
    }
    return switch (api.ask(map.prepare())) {
      case Reply.Unreachable(String why) -> Optional.of(why);
      case Reply.Answer(String text) -> {
        Matcher version = VERSION.matcher(text);
        yield version.find()
            ? refused(api.ask(map.commit(version.group(1), wanted)))
            : Optional.of("HAProxy refuses to change " + map.file() + ": " + text);
      }
    };
  }

  private static Optional<String> refused(Reply reply) {
    return switch (reply) {
      case Reply.Unreachable(String why) -> Optional.of(why);
      case Reply.Answer(String text) ->
          text.isEmpty()
              ? Optional.empty()
              : Optional.of("HAProxy refuses to change the map: " + text);
    };
  }

  private SortedMap<String, String> wanted(Routing routing) {
    Pools.Turn turn = pools.turn(routing).orElseThrow();
    SortedMap<String, String> entries = new TreeMap<>();
    entries.put(WEIGHT, Integer.toString(turn.toSecond().ppm()));
    entries.put(SALT, salt(routing));
    int canary = turn.canary().equals(pools.second()) ? Fragment.SECOND : Fragment.FIRST;
    routing.headers().forEach(route -> entries.put(ROUTE + route.name(), Integer.toString(canary)));
    return entries;
  }

  /// Differs from release to release, so that the next one begins with other users.
  private static String salt(Routing routing) {
    return Integer.toString(routing.canary().hash().hashCode() & Integer.MAX_VALUE);
  }

  /// Everything goes to the stable revision, and the routes are gone.
  @Override
  public synchronized void release(RolloutId asked) {
    Routing last = applied;
    if (asked.equals(rollout) && last != null) {
      put(wanted(Routing.allTo(last.stable())));
      applied = null;
    }
  }

  private Live wrongRollout(RolloutId asked) {
    return new Live.Unavailable("this HAProxy steers rollout %s, not %s".formatted(rollout, asked));
  }

  private Live unknownMap() {
    return new Live.Unavailable(
        "HAProxy has no map %s; run `serin haproxy init` and reload it".formatted(map.file()));
  }
}
