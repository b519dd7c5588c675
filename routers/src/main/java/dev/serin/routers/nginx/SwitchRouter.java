package dev.serin.routers.nginx;

import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Routing;
import dev.serin.routers.Pools;
import dev.serin.routers.Refusals;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Steers a rollout through the generated files and a folder of switches.
///
/// The folder is the whole state. It is replaced at once, survives nginx and Serin, and whoever
/// changes it by hand is seen at the next look.
final class SwitchRouter implements NginxRouter {
  private static final Duration SWITCH = Duration.ofSeconds(5);

  private final RolloutId rollout;
  private final Supplier<Installation> installations;
  private final Inclusion inclusion = new Inclusion();
  private Pools pools;
  private @Nullable Installation installation;
  private @Nullable Routing applied;

  /// @param installations makes one for what is installed now
  SwitchRouter(RolloutId rollout, Pools pools, Supplier<Installation> installations) {
    this.rollout = rollout;
    this.pools = pools;
    this.installations = installations;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  @Override
  public synchronized void revisions(Pools changed) {
    pools = changed;
  }

  private Installation installation() {
    Installation now = installation;
    if (now == null) {
      now = installations.get();
      installation = now;
    }
    return now;
  }

  @Override
  public synchronized Live observe(RolloutId asked) {
    if (!asked.equals(rollout)) {
      return wrongRollout(asked);
    }
    Routing last = applied;
    if (last == null) {
      return new Live.Unset();
    }
    try {
      Live live = new Look(installation(), last, pools).live();
      boolean routed = live instanceof Live.Routed;
      Optional<String> missing = routed ? inclusion.missing(installation()) : Optional.empty();
      return missing.<Live>map(Live.Unavailable::new).orElse(live);
    } catch (IOException failure) {
      return unreadable(failure);
    }
  }

  @Override
  public synchronized Live apply(RolloutId asked, Routing desired) {
    if (!asked.equals(rollout)) {
      return wrongRollout(asked);
    }
    Optional<Pools.Turn> turn = pools.turn(desired);
    if (turn.isEmpty()) {
      return Refusals.noPool("nginx", pools, desired);
    }
    // Someone may have run `serin nginx init` since.
    installation = installations.get();
    if (!installation().include().routes().know(desired)) {
      return new Live.Unavailable(
          "the generated files of %s do not know all routes of the routing: run `serin nginx init`"
              .formatted(rollout));
    }
    try {
      return apply(desired, installation().board().of(desired, turn.get(), pools));
    } catch (IOException failure) {
      return unreadable(failure);
    }
  }

  /// The switches come first: when nginx is down, it shall be right as soon as it is back.
  private Live apply(Routing desired, Switchboard.Setting setting) throws IOException {
    applied = desired;
    Optional<Map<String, String>> before = installation().folder().read();
    boolean same = before.isPresent() && before.get().equals(setting.files());
    if (!same) {
      installation().folder().put(setting.files());
    }
    boolean there = same || hurried(setting);
    installation().folder().sweep();
    Optional<String> trouble = mended().or(() -> brought(setting, there));
    if (new Look(installation(), desired, pools).live() instanceof Live.Routed) {
      inclusion.look(installation());
    }
    if (trouble.isPresent()) {
      Live now = observe(rollout);
      return now instanceof Live.Unavailable ? now : new Live.Unavailable(trouble.get());
    }
    return observe(rollout);
  }

  /// What takes no reload is in force before anything else is looked at.
  private boolean hurried(Switchboard.Setting setting) {
    Split split = installation().include().split();
    return split.mechanism() != NginxSettings.Mechanism.RELOAD
        && split.bring(installation().probe(), installation().control(), setting.etag()).isEmpty();
  }

  /// Puts generated files back that somebody edited, and reloads; nothing is done when nginx does
  /// not know this rollout.
  private Optional<String> mended() {
    try {
      Probe.Answer answer = installation().probe().ask("");
      boolean whole = installation().isInForce(answer) && installation().difference().isEmpty();
      if (whole || answer instanceof Probe.Answer.Silent) {
        return Optional.empty();
      }
      if (!installation().exists()) {
        return Optional.of(installation().unknown());
      }
      return installation().put() instanceof Installation.Taken.Refused(String why)
          ? Optional.of(why)
          : Optional.empty();
    } catch (IOException failure) {
      return Optional.of("the generated files can not be put back: " + failure);
    }
  }

  private Optional<String> brought(Switchboard.Setting setting, boolean same) {
    Probe probe = installation().probe();
    if (same && isSeen(probe.ask(setting.etag()), setting)) {
      return Optional.empty();
    }
    Split split = installation().include().split();
    Optional<String> trouble = split.bring(probe, installation().control(), setting.etag());
    boolean reloaded = split.mechanism() == NginxSettings.Mechanism.RELOAD;
    if (trouble.isEmpty() && (reloaded || !isSeen(probe.ask(setting.etag()), setting))) {
      probe.await(setting.etag(), SWITCH, answer -> isSeen(answer, setting));
    }
    return trouble;
  }

  private static boolean isSeen(Probe.Answer answer, Switchboard.Setting setting) {
    return answer instanceof Probe.Answer.Silent
        || (answer instanceof Probe.Answer.Runs runs
            && runs.seen()
            && runs.state().equals(setting.state()));
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

  private Live unreadable(IOException failure) {
    return new Live.Unavailable(
        "nginx' switches in %s can not be read or changed: %s"
            .formatted(installation().folder().place(), failure));
  }

  private Live wrongRollout(RolloutId asked) {
    return Refusals.wrongRollout("nginx", rollout, asked);
  }
}
