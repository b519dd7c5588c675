package dev.serin.core.engine;

import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.rollout.Decision;
import dev.serin.core.rollout.Transition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one look of the engine saw and did.
///
/// @param decision what was decided and stored
/// @param transitions what changed and was stored, oldest first: of the analysis runs, then of the
///     rollout
/// @param runs the rollout's analysis runs, oldest first
/// @param live what the router does now, as it told when it was observed or steered last
/// @param next when something is due by itself; null when nothing is
/// @param end how the update ended; null while it goes on
public record Look(
    Instant at,
    Decision decision,
    List<Transition> transitions,
    List<AnalysisRun> runs,
    TrafficRouter.Live live,
    @Nullable Instant next,
    @Nullable End end) {
  /// Copies its lists.
  public Look {
    transitions = List.copyOf(transitions);
    runs = List.copyOf(runs);
  }

  /// How an update ended, seen in the router.
  public enum End {
    /// The desired revision is stable and gets everything.
    PROMOTED,
    /// The update was aborted and stable gets everything.
    ROLLED_BACK
  }
}
