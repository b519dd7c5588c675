package dev.serin.routers.nginx;

import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.Pools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Turns a routing into switches, and switches that somebody changed back into a routing.
record Switchboard(RolloutId rollout, Split split) {
  private static final String ETAG = "etag-";

  /// Switches for a routing.
  ///
  /// @param etag stands for all of them
  /// @param state what the probe says when they are in force
  /// @param canary the share that the canary really gets
  record Setting(Map<String, String> files, String etag, String state, Weight canary) {}

  /// All users to one pool, and no routes: what a new rollout begins with.
  Setting beginning(Weight toSecond) {
    Split.Share share = split.share(toSecond, true, 0);
    return setting(new TreeMap<>(share.switches()), share.state(), Weight.NONE);
  }

  /// @param turn of the pools for this routing
  Setting of(Routing routing, Pools.Turn turn, Pools pools) {
    boolean second = turn.canary().equals(pools.second());
    boolean same = routing.stable().equals(routing.canary());
    int pool = second ? 2 : 1;
    Split.Share share = split.share(same ? Weight.ALL : routing.weight(), second, salt(routing));
    Map<String, String> files = new TreeMap<>(share.switches());
    files.putAll(Routes.switches(routing, pool));
    files.put(Sampling.switchOf(same ? pool : 3 - pool), "");
    return setting(files, share.state(), same ? Weight.NONE : share.canary());
  }

  private static Setting setting(Map<String, String> files, String state, Weight canary) {
    String etag = etag(files);
    files.put(ETAG + etag, "");
    return new Setting(files, etag, state, canary);
  }

  /// Differs from release to release, so that the next one begins with other users.
  private int salt(Routing routing) {
    return Integer.parseUnsignedInt(
        Names.hash(rollout + "\n" + routing.canary().hash()).substring(0, 8), 16);
  }

  static String etag(Map<String, String> files) {
    Map<String, String> all = new TreeMap<>(files);
    all.keySet().removeIf(name -> name.startsWith(ETAG));
    return Names.hash(all.toString());
  }

  /// The share of the second pool by these switches; nothing when they say nothing.
  Weight toSecond(Map<String, String> files) {
    return split.toSecond(files).orElse(Weight.NONE);
  }

  /// What somebody else made of a routing.
  Routing foreign(Routing last, Map<String, String> files, Pools pools) {
    List<Routing.HeaderRoute> headers =
        last.headers().stream()
            .filter(
                route ->
                    files.containsKey(Routes.switchOf(route, 1))
                        || files.containsKey(Routes.switchOf(route, 2)))
            .toList();
    List<Routing.MirrorRoute> mirrors = new ArrayList<>();
    for (Routing.MirrorRoute route : last.mirrors()) {
      int percentage = Routes.percentage(route, files.keySet());
      if (percentage > 0 || route.percentage() == 0) {
        mirrors.add(new Routing.MirrorRoute(route.name(), route.match(), percentage));
      }
    }
    Weight weight = pools.weight(last, toSecond(files));
    return new Routing(last.stable(), last.canary(), weight, headers, mirrors);
  }
}
