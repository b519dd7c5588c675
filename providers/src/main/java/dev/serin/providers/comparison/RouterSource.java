package dev.serin.providers.comparison;

import dev.serin.core.engine.TrafficSignals;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.engine.TrafficSignals.Split;
import dev.serin.core.rollout.RolloutId;
import dev.serin.judge.Served;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Draws what the rollout's router counted.
///
/// Counts of two epochs have nothing in common: with a new one it begins again from what it finds.
final class RouterSource implements Source {
  /// So long requests are waited for.
  private static final Duration SLOWEST = Duration.ofSeconds(60);

  private final TrafficSignals signals;
  private final RolloutId rollout;
  private Counted.@Nullable Sides last;
  private Instant settled = Instant.MIN;

  RouterSource(TrafficSignals signals, RolloutId rollout) {
    this(signals, rollout, "");
  }

  /// @param state of an earlier source; what can not be read is as none
  RouterSource(TrafficSignals signals, RolloutId rollout, String state) {
    this.signals = signals;
    this.rollout = rollout;
    this.last = RouterState.read(state);
  }

  @Override
  public Drawn draw(Instant now) {
    return switch (signals.counted(rollout)) {
      case Counted.Nothing(var why) -> new Drawn.Nothing(why);
      case Counted.Sides sides -> drawn(sides, now);
    };
  }

  private Drawn drawn(Counted.Sides now, Instant at) {
    Counted.Sides before = last;
    last = now;
    if (before == null || !before.epoch().equals(now.epoch())) {
      return new Drawn.Past(now.baseline());
    }
    Served baseline = now.baseline().minus(before.baseline());
    Served canary = now.canary().minus(before.canary());
    if (isNone(baseline) && isNone(canary)) {
      return new Drawn.Nothing("no request since the last look");
    }
    if (unsettled(before.split(), now.split(), at)) {
      return new Drawn.Past(baseline);
    }
    return new Drawn.Requests(
        baseline, canary, now.split().perRequest() ? now.split().canary() : Double.NaN);
  }

  /// Requests of two splits make no batch. And when the canary's share has shrunk, slow requests
  /// from before end among the few new ones: it would look slow.
  private boolean unsettled(Split before, Split now, Instant at) {
    if (now.canary() < before.canary()) {
      settled = at.plus(SLOWEST);
    }
    return !now.version().equals(before.version()) || at.isBefore(settled);
  }

  private static boolean isNone(Served served) {
    return served.routed() == 0 && served.answered() == 0;
  }

  @Override
  public String state() {
    return RouterState.write(last);
  }
}
