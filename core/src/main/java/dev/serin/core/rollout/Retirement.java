package dev.serin.core.rollout;

import dev.serin.core.traffic.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How long revisions without traffic are kept.
final class Retirement {
  private Retirement() {}

  /// Keeps the stable revision that is about to be replaced.
  static void afterPromotion(Turn turn) {
    Revision old = turn.status.stable();
    if (old != null && !old.equals(turn.status.current())) {
      keep(turn, old, scaleDownDelay(turn.spec.strategy()));
    }
  }

  /// Keeps the revision that was just taken back.
  static void afterAbort(Turn turn) {
    Duration delay = abortDelay(turn.spec.strategy());
    if (delay != null) {
      keep(turn, turn.status.current(), delay);
    }
  }

  /// Whether `revision` is still kept from an update before.
  static boolean kept(Turn turn, Revision revision) {
    return turn.status.retiring().stream()
        .anyMatch(r -> r.revision().equals(revision) && turn.now.isBefore(r.until()));
  }

  /// The revisions whose time is over, as long as they are still there.
  static List<Effect> due(Turn turn) {
    return turn.status.retiring().stream()
        .filter(r -> !r.revision().equals(turn.status.trusted()))
        .filter(r -> !turn.status.updating() || !r.revision().equals(turn.status.current()))
        .filter(r -> !turn.now.isBefore(r.until()))
        .filter(r -> turn.seen.available().contains(r.revision()))
        .<Effect>map(r -> new Effect.ScaleDown(r.revision()))
        .toList();
  }

  private static void keep(Turn turn, Revision revision, Duration delay) {
    List<Status.Retiring> kept = new ArrayList<>(turn.status.retiring());
    kept.removeIf(r -> r.revision().equals(revision));
    kept.add(new Status.Retiring(revision, turn.now.plus(delay)));
    turn.status = turn.status.keeping(kept);
  }

  private static Duration scaleDownDelay(Strategy strategy) {
    return switch (strategy) {
      case Strategy.Canary canary -> canary.scaleDownDelay();
      case Strategy.BlueGreen blueGreen -> blueGreen.scaleDownDelay();
    };
  }

  private static @Nullable Duration abortDelay(Strategy strategy) {
    return switch (strategy) {
      case Strategy.Canary canary -> canary.abortScaleDownDelay();
      case Strategy.BlueGreen blueGreen -> blueGreen.abortScaleDownDelay();
    };
  }
}
