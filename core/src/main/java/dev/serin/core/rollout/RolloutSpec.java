package dev.serin.core.rollout;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a user wants of a rollout: its strategy and its limits.
///
/// @param strategy how a new revision is brought to the users
/// @param replicas wanted size of the workload; 1 when the manifest says nothing
/// @param minReady how long a replica must be ready before it counts as available
/// @param progressDeadline the longest time without progress before the rollout is Degraded
/// @param onDeadline what a missed progress deadline does
/// @param rollbackWindow how many revisions back count as a rollback that skips all steps; null is
/// off
/// @param paused true while the manifest itself (`spec.paused`) holds the rollout
public record RolloutSpec(
    Strategy strategy,
    int replicas,
    Duration minReady,
    Duration progressDeadline,
    OnDeadline onDeadline,
    @Nullable Integer rollbackWindow,
    boolean paused) {

  /// Argo's `progressDeadlineSeconds` when a manifest names none.
  public static final Duration DEFAULT_PROGRESS_DEADLINE = Duration.ofMinutes(10);

  /// What a missed progress deadline does: report it, or abort the update as well.
  public enum OnDeadline {
    /// The rollout is Degraded and goes on as soon as it can.
    REPORT,
    /// The update is aborted: stable gets all traffic.
    ABORT
  }

  /// This with another strategy.
  public RolloutSpec with(Strategy next) {
    return new RolloutSpec(
        next, replicas, minReady, progressDeadline, onDeadline, rollbackWindow, paused);
  }

  /// A spec of `strategy` with Argo's defaults for everything else.
  public static RolloutSpec of(Strategy strategy) {
    return new RolloutSpec(
        strategy, 1, Duration.ZERO, DEFAULT_PROGRESS_DEADLINE, OnDeadline.REPORT, null, false);
  }
}
