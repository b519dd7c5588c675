package dev.serin.core.rollout;

import java.time.Instant;

/// Where an update is. Only [Decider] moves a rollout from one to another;
/// `docs/rollout-states.mmd` shows every way there is.
public sealed interface Stage {
  /// The very first revision comes up; there is nothing to compare it with.
  record Deploying() implements Stage {}

  /// Nothing is to be done: the wanted revision is stable.
  record Stable() implements Stage {}

  /// A canary is at a step of its plan.
  ///
  /// @param step index of the step, from 0
  /// @param since when it got there
  record Stepping(int step, Instant since) implements Stage {}

  /// The new revision gets everything, and becomes stable as soon as the router shows it.
  record Promoting(Cause cause) implements Stage {}

  /// Blue-green: the new revision comes up beside the active one.
  record Previewing() implements Stage {}

  /// Blue-green: the analysis before the switch runs.
  record PrePromotion() implements Stage {}

  /// Blue-green: the switch waits for its time or for a person.
  record AwaitingPromotion(Instant since) implements Stage {}

  /// Blue-green: the analysis after the switch runs, while the old revision is kept.
  record PostPromotion() implements Stage {}

  /// The update was taken back: stable gets everything until a retry or another revision.
  ///
  /// @param why one sentence without the revision; empty when a person gave no reason
  record Aborted(String why, Instant at) implements Stage {}

  /// Why a revision is promoted.
  enum Cause {
    /// There was none before it.
    INITIAL_DEPLOY("Initial deploy"),
    /// It went through its whole plan.
    STEPS_COMPLETED("Completed all canary steps"),
    /// A person asked for it.
    FULL_PROMOTION("Full promotion requested"),
    /// It served not long ago.
    ROLLBACK_WITHIN_WINDOW("Rollback within window"),
    /// It is still there from before the last update.
    FAST_ROLLBACK("Fast rollback"),
    /// It went through a blue-green update.
    BLUE_GREEN_COMPLETED("Completed blue-green update");

    private final String words;

    Cause(String words) {
      this.words = words;
    }

    /// Argo's words for it.
    public String words() {
      return words;
    }
  }
}
