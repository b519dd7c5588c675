package dev.serin.routers.nginx;

import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.Pools;
import dev.serin.routers.Refusals;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Steers a rollout by the weights of an `upstream` that was there before.
final class PlainRouter implements NginxRouter {
  private final RolloutId rollout;
  private final PlainFile plain;
  private Pools pools;
  private @Nullable Asked asked;
  private @Nullable Workers workers;

  PlainRouter(RolloutId rollout, Pools pools, PlainFile plain) {
    this.rollout = rollout;
    this.pools = pools;
    this.plain = plain;
  }

  /// What it was asked last, and what nginx took for it; null when that failed.
  private record Asked(Routing routing, @Nullable String etag) {}

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.WEIGHT);
  }

  @Override
  public synchronized void revisions(Pools changed) {
    pools = changed;
  }

  @Override
  public synchronized Live observe(RolloutId id) {
    if (!id.equals(rollout)) {
      return wrongRollout(id);
    }
    Asked last = asked;
    if (last == null) {
      return new Live.Unset();
    }
    try {
      return observe(last, plain.read());
    } catch (IOException failure) {
      return unreadable(failure);
    }
  }

  private Live observe(Asked last, String text) {
    Optional<Pools.Turn> turn = pools.turn(last.routing);
    if (turn.isEmpty()) {
      return Refusals.noPool("nginx", pools, last.routing);
    }
    Optional<String> problem = plain.problem(text);
    if (problem.isPresent()) {
      return new Live.Unavailable(problem.get());
    }
    if (!workers().running()) {
      return new Live.Unavailable("nginx does not run: start it; its file holds the right weight");
    }
    Routing wanted = last.routing;
    Weight effective = pools.weight(wanted, plain.nearest(turn.get().toSecond()));
    String etag = plain.etag(text);
    String right = plain.etag(plain.with(text, turn.get().toSecond()));
    if (!etag.equals(right)) {
      return drifted(last, text);
    }
    return etag.equals(last.etag)
        ? new Live.Routed(wanted, effective, etag)
        : new Live.Unavailable("nginx did not take the weight in " + plain.file());
  }

  private Live drifted(Asked last, String text) {
    Routing wanted = last.routing;
    Weight now = pools.weight(wanted, plain.toSecond(text));
    Routing found = new Routing(wanted.stable(), wanted.canary(), now, List.of(), List.of());
    return new Live.Drifted(
        found,
        now,
        "the weights of `upstream %s` in %s were changed: %s goes to %s, not %s"
            .formatted(plain.name(), plain.file(), now, wanted.canary(), wanted.weight()),
        plain.settings().onDrift());
  }

  private Workers workers() {
    Workers known = workers;
    if (known == null) {
      known = Workers.of(new Control(plain.settings()));
      workers = known;
    }
    return known;
  }

  @Override
  public synchronized Live apply(RolloutId id, Routing desired) {
    if (!id.equals(rollout)) {
      return wrongRollout(id);
    }
    Optional<Pools.Turn> turn = pools.turn(desired);
    if (turn.isEmpty()) {
      return Refusals.noPool("nginx", pools, desired);
    }
    if (!desired.headers().isEmpty() || !desired.mirrors().isEmpty()) {
      return new Live.Unavailable(
          "a plain upstream has no header or mirror routes: use the generated files instead");
    }
    try {
      return apply(desired, turn.get().toSecond());
    } catch (IOException failure) {
      return unreadable(failure);
    }
  }

  private Live apply(Routing desired, Weight toSecond) throws IOException {
    Asked before = asked;
    String text = plain.read();
    Optional<String> problem = plain.problem(text);
    if (problem.isPresent()) {
      return new Live.Unavailable(problem.get());
    }
    plain.keep();
    String wanted = plain.with(text, toSecond);
    String etag = plain.etag(wanted);
    boolean taken = before != null && etag.equals(before.etag) && text.equals(wanted);
    Optional<String> trouble = taken ? Optional.empty() : plain.put(wanted);
    asked = new Asked(desired, trouble.isEmpty() ? etag : null);
    return trouble.<Live>map(Live.Unavailable::new).orElseGet(() -> observe(rollout));
  }

  /// The user's own lines are there again, byte for byte, also after a Serin that was killed.
  @Override
  public synchronized void release(RolloutId id) {
    if (id.equals(rollout)) {
      asked = null;
      try {
        giveBack(plain);
      } catch (IOException unwritable) {
        // What was kept is still there: the next release tries again.
        asked = null;
      }
    }
  }

  /// Puts the original's lines back; nothing happens when none is kept.
  ///
  /// @return what went wrong; empty when nothing did
  static Optional<String> giveBack(PlainFile plain) throws IOException {
    if (!Files.exists(plain.kept())) {
      return Optional.empty();
    }
    Optional<String> trouble = plain.put(plain.original(plain.read()));
    if (trouble.isEmpty()) {
      Files.delete(plain.kept());
    }
    return trouble;
  }

  private Live unreadable(IOException failure) {
    return new Live.Unavailable(
        "%s can not be read or changed: %s".formatted(plain.file(), failure));
  }

  private Live wrongRollout(RolloutId id) {
    return Refusals.wrongRollout("nginx", rollout, id);
  }
}
