package dev.serin.server.rollouts;

import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is known of a rollout.
///
/// @param status where it stands; null until somebody has run it for the first time
/// @param runs its analysis runs, oldest first
/// @param node who runs it now; null for nobody
/// @param version counts its changes, from 1; 0 before the first
public record Overview(
    RolloutId id,
    Summary summary,
    @Nullable Status status,
    List<AnalysisRun> runs,
    @Nullable String node,
    long version,
    Instant updatedAt) {
  /// Copies its list.
  public Overview {
    runs = List.copyOf(runs);
  }
}
