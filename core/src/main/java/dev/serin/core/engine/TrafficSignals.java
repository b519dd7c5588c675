package dev.serin.core.engine;

import dev.serin.core.rollout.RolloutId;
import dev.serin.judge.Served;

/// What counts the requests of both sides of a rollout: what comparisons live on.
public interface TrafficSignals {
  /// Everything counted until now. It never waits, and may be asked a hundred times a second.
  Counted counted(RolloutId rollout);

  /// What was counted.
  sealed interface Counted {
    /// Both sides since they began, with their latencies in the buckets of
    /// [dev.serin.judge.LatencyBuckets#FINE]. In one epoch no count ever falls.
    ///
    /// @param epoch where the counts began: those of two epochs can not be subtracted. It changes
    ///     when counting began anew, and when a side got another revision
    /// @param split how requests are sent now
    /// @param baseline what stable served
    /// @param canary what the canary served
    record Sides(String epoch, Split split, Served baseline, Served canary) implements Counted {}

    /// There are no two sides, or they can not be asked.
    ///
    /// @param why with what would help
    record Nothing(String why) implements Counted {}
  }

  /// How requests are sent to the two sides.
  ///
  /// @param version changes with the split
  /// @param canary the share that the canary is to get of the requests that no rule sends
  ///     elsewhere, 0 to 1
  /// @param perRequest true when each request is sent by itself, by that share alone: false when a
  ///     user stays where they were, or when header or cookie rules send some of them
  record Split(String version, double canary, boolean perRequest) {}
}
