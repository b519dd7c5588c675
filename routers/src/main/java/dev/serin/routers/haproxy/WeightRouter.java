package dev.serin.routers.haproxy;

import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Routing;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.Pools;
import dev.serin.routers.Refusals;
import dev.serin.routers.haproxy.RuntimeApi.Life;
import dev.serin.routers.haproxy.RuntimeApi.Reply;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Steers one rollout in HAProxy by the weights of servers in a backend that people have already.
///
/// The weights are coarse: the smallest share of a canary is 1 in 257 when each pool has one
/// server. HAProxy forgets them when it is reloaded; they are set again at the next look.
final class WeightRouter implements HaproxyRouter {
  /// So many commands fit into what HAProxy reads at once, 16 kB.
  private static final int MOST_AT_ONCE = 50;

  private final BalancedRollout rollout;
  private final String backend;
  private final RuntimeApi api;
  private final Remembered before;
  private final OnDrift onDrift;
  private Pools pools;
  private @Nullable Routing applied;
  private Optional<Life> life = Optional.empty();

  WeightRouter(BalancedRollout rollout, String backend, RuntimeApi api, Terms terms) {
    this.rollout = rollout;
    this.backend = backend;
    this.api = api;
    this.before = new Remembered(new Names(rollout.id()).weights(terms.maps()));
    this.onDrift = terms.onDrift();
    this.pools = rollout.pools();
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.WEIGHT);
  }

  @Override
  public synchronized void revisions(Pools changed) {
    pools = changed;
  }

  @Override
  public synchronized Live observe(RolloutId asked) {
    if (!asked.equals(rollout.id())) {
      return Refusals.wrongRollout("HAProxy", rollout.id(), asked);
    }
    Live seen = look();
    Routing last = applied;
    if (seen instanceof Live.Routed) {
      // A reload that lost nothing is over: what changes from now on, somebody changes.
      life = api.life().or(() -> life);
    }
    if (last == null || !(seen instanceof Live.Drifted) || !reloaded()) {
      return seen;
    }
    Optional<String> failure = put(last);
    return failure.isEmpty() ? look() : new Live.Unavailable(failure.get());
  }

  private boolean reloaded() {
    Optional<Life> now = api.life();
    return life.isEmpty() || now.isEmpty() || !life.get().goesOnIn(now.get());
  }

  private Live look() {
    return switch (ServerPools.ask(api, rollout, backend)) {
      case ServerPools.Found.Not(String why) -> new Live.Unavailable(why);
      case ServerPools.Found.Both(ServerPools servers) -> live(servers);
    };
  }

  private Live live(ServerPools servers) {
    Routing last = applied;
    Optional<Pools.Turn> turn = last == null ? Optional.empty() : pools.turn(last);
    if (last == null || turn.isEmpty()) {
      return new Live.Unset();
    }
    ServerPools.Wish wish = servers.wish(turn.get().toSecond());
    SortedMap<String, Setting> now = servers.settings();
    if (now.equals(wish.settings())) {
      String etag = Integer.toHexString(now.hashCode() * 31 + last.hashCode());
      return new Live.Routed(last, pools.weight(last, wish.toSecond()), etag);
    }
    Routing foreign =
        new Routing(
            last.stable(),
            last.canary(),
            pools.weight(last, servers.toSecond()),
            last.headers(),
            last.mirrors());
    return new Live.Drifted(foreign, foreign.weight(), how(now, wish.settings()), onDrift);
  }

  private String how(SortedMap<String, Setting> now, SortedMap<String, Setting> wanted) {
    List<String> changes =
        wanted.entrySet().stream()
            .filter(entry -> !entry.getValue().equals(now.get(entry.getKey())))
            .map(entry -> change(entry.getKey(), entry.getValue(), now.get(entry.getKey())))
            .toList();
    return "servers of HAProxy's backend %s were changed: %s"
        .formatted(backend, String.join(", ", changes));
  }

  private static String change(String server, Setting was, @Nullable Setting is) {
    return is == null
        ? server + " is gone"
        : "%s has weight %d and is %s, not %d and %s"
            .formatted(server, is.weight(), is.state(), was.weight(), was.state());
  }

  @Override
  public synchronized Live apply(RolloutId asked, Routing desired) {
    if (!asked.equals(rollout.id())) {
      return Refusals.wrongRollout("HAProxy", rollout.id(), asked);
    }
    if (pools.turn(desired).isEmpty()) {
      return Refusals.noPool("HAProxy", pools, desired);
    }
    Optional<String> failure = put(desired);
    if (failure.isPresent()) {
      return new Live.Unavailable(failure.get());
    }
    applied = desired;
    return observe(asked);
  }

  /// @return why it failed
  private Optional<String> put(Routing desired) {
    return switch (ServerPools.ask(api, rollout, backend)) {
      case ServerPools.Found.Not(String why) -> Optional.of(why);
      case ServerPools.Found.Both(ServerPools servers) -> {
        try {
          before.keep(servers.settings());
        } catch (IOException failure) {
          yield Optional.of(
              "%s can not be written: %s; the weights of before would be lost, so let Serin's user write into that folder"
                  .formatted(before.file(), failure));
        }
        Pools.Turn turn = pools.turn(desired).orElseThrow();
        yield tell(servers.commands(servers.wish(turn.toSecond()).settings()));
      }
    };
  }

  /// @return why it failed
  private Optional<String> tell(List<String> commands) {
    for (int i = 0; i < commands.size(); i += MOST_AT_ONCE) {
      Optional<String> failure =
          tellSome(commands.subList(i, Math.min(i + MOST_AT_ONCE, commands.size())));
      if (failure.isPresent()) {
        return failure;
      }
    }
    return Optional.empty();
  }

  private Optional<String> tellSome(List<String> commands) {
    RuntimeApi.Taken taken = api.change(String.join("; ", commands));
    life = taken.by();
    return switch (taken.reply()) {
      case Reply.Unreachable(String why) -> Optional.of(why);
      case Reply.Answer(String text) when text.isEmpty() -> Optional.empty();
      case Reply.Answer(String text) when text.contains("Permission denied") ->
          Optional.of(
              "HAProxy's runtime API at %s does not let Serin set weights of servers: its `stats socket` line needs `level admin`; or use `mechanism: map`, for which `level operator` is enough"
                  .formatted(api.address()));
      case Reply.Answer(String text) ->
          Optional.of(
              "HAProxy refuses weights of backend %s: %s; it needs a dynamic `balance`, such as roundrobin"
                  .formatted(backend, text));
    };
  }

  /// The weights and states of before are in force again.
  @Override
  public synchronized void release(RolloutId asked) {
    if (!asked.equals(rollout.id())) {
      return;
    }
    applied = null;
    try {
      SortedMap<String, Setting> settings = before.read();
      if (!settings.isEmpty() && restored(settings)) {
        before.forget();
      }
    } catch (IOException _) {
      // What is remembered stays in its file, for the next release.
    }
  }

  private boolean restored(SortedMap<String, Setting> settings) {
    return switch (ServerPools.ask(api, rollout, backend)) {
      case ServerPools.Found.Not _ -> false;
      case ServerPools.Found.Both(ServerPools servers) -> {
        settings.keySet().retainAll(servers.settings().keySet());
        yield tell(servers.commands(settings)).isEmpty();
      }
    };
  }
}
