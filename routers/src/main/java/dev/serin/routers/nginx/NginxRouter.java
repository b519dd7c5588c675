package dev.serin.routers.nginx;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.Pools;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Steers one rollout in stock nginx through a folder of empty files that its configuration looks
/// into for each request: no reload, no module.
///
/// The folder is the whole state. It is replaced at once, survives nginx and Serin, and whoever
/// changes it by hand is seen at the next look.
public final class NginxRouter implements TrafficRouter {
  private final RolloutId rollout;
  private final Pools pools;
  private final Folder folder;
  private @Nullable Routing applied;

  NginxRouter(RolloutId rollout, Pools pools, Folder folder) {
    this.rollout = rollout;
    this.pools = pools;
    this.folder = folder;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  @Override
  public synchronized Live observe(RolloutId asked) {
    if (!asked.equals(rollout)) {
      return wrongRollout(asked);
    }
    Routing last = applied;
    try {
      Optional<Set<String>> files = folder.read();
      if (files.isEmpty() || last == null) {
        return new Live.Unset();
      }
      String etag = Integer.toHexString(files.get().hashCode());
      return files.get().equals(wanted(last))
          ? new Live.Routed(last, effective(last), etag)
          : new Live.Routed(foreign(last, files.get()), weight(last, files.get()), etag);
    } catch (IOException failure) {
      return new Live.Unavailable(
          "the folder %s can not be read: %s".formatted(folder.place(), failure));
    }
  }

  /// What somebody else made of it.
  private Routing foreign(Routing last, Set<String> files) {
    return new Routing(
        last.stable(),
        last.canary(),
        weight(last, files),
        last.headers().stream()
            .filter(
                r ->
                    files.contains(Include.switchOf(r, true))
                        || files.contains(Include.switchOf(r, false)))
            .toList(),
        last.mirrors());
  }

  private Weight weight(Routing last, Set<String> files) {
    return pools.weight(last, Include.share(files));
  }

  private Weight effective(Routing routing) {
    return routing.stable().equals(routing.canary())
        ? Weight.NONE
        : Buckets.of(routing.weight(), salt(routing)).share();
  }

  @Override
  public synchronized Live apply(RolloutId asked, Routing desired) {
    if (!asked.equals(rollout)) {
      return wrongRollout(asked);
    }
    if (pools.turn(desired).isEmpty()) {
      return new Live.Unavailable(
          "nginx has pools for revisions %s and %s of %s, and is asked for %s and %s"
              .formatted(
                  pools.first().revision(),
                  pools.second().revision(),
                  rollout,
                  desired.stable(),
                  desired.canary()));
    }
    try {
      folder.replace(wanted(desired));
      applied = desired;
      return observe(asked);
    } catch (IOException failure) {
      return new Live.Unavailable(
          "the folder %s can not be changed: %s".formatted(folder.place(), failure));
    }
  }

  private Set<String> wanted(Routing routing) {
    Pools.Turn turn = pools.turn(routing).orElseThrow();
    boolean second = turn.canary().equals(pools.second());
    Buckets canary =
        Buckets.of(
            routing.stable().equals(routing.canary()) ? Weight.ALL : routing.weight(),
            salt(routing));
    Set<String> files = new TreeSet<>((second ? canary : canary.others()).files());
    routing.headers().forEach(route -> files.add(Include.switchOf(route, second)));
    routing.mirrors().forEach(route -> files.addAll(Include.switchesOf(route, second)));
    return files;
  }

  /// Differs from release to release, so that the next one begins with other users.
  private static int salt(Routing routing) {
    return routing.canary().hash().hashCode();
  }

  /// Everything goes to the stable revision, and the routes are gone.
  @Override
  public synchronized void release(RolloutId asked) {
    Routing last = applied;
    if (asked.equals(rollout) && last != null) {
      apply(asked, Routing.allTo(last.stable()));
      applied = null;
    }
  }

  private Live wrongRollout(RolloutId asked) {
    return new Live.Unavailable("this nginx steers rollout %s, not %s".formatted(rollout, asked));
  }
}
