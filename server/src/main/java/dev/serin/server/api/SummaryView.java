package dev.serin.server.api;

import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Weight;
import dev.serin.server.rollouts.Summary;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A rollout in a list.
///
/// @param weight the canary's share that was asked for, in percent
record SummaryView(
    String namespace,
    String name,
    long version,
    Instant updatedAt,
    String phase,
    String message,
    String strategy,
    @Nullable String stable,
    String desired,
    Summary.@Nullable Step step,
    double weight,
    Summary.@Nullable Waiting waiting) {
  static SummaryView of(RolloutId id, Summary summary, long version, Instant updatedAt) {
    return new SummaryView(
        id.namespace(),
        id.name(),
        version,
        updatedAt,
        summary.phase().word(),
        summary.message(),
        summary.strategy(),
        summary.stable(),
        summary.desired(),
        summary.step(),
        percent(summary.weight()),
        summary.waiting());
  }

  static double percent(int ppm) {
    return new Weight(ppm).toPercent();
  }
}
