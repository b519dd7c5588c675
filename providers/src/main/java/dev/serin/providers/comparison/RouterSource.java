package dev.serin.providers.comparison;

import dev.serin.core.engine.TrafficSignals;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.rollout.RolloutId;
import dev.serin.judge.Served;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Draws what the rollout's router counted.
///
/// Counts of two epochs have nothing in common: with a new one it begins again from what it finds.
final class RouterSource implements Source {
  private final TrafficSignals signals;
  private final RolloutId rollout;
  private Counted.@Nullable Sides last;

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
      case Counted.Sides sides -> drawn(sides);
    };
  }

  private Drawn drawn(Counted.Sides now) {
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
    boolean steady =
        now.split().perRequest() && now.split().version().equals(before.split().version());
    return new Drawn.Requests(baseline, canary, steady ? now.split().canary() : Double.NaN);
  }

  private static boolean isNone(Served served) {
    return served.routed() == 0 && served.answered() == 0;
  }

  @Override
  public String state() {
    return RouterState.write(last);
  }
}
