package dev.serin.core.rollout;

/// What a person asks of a running rollout.
public sealed interface Command {
  /// Go on: end the pause, or the step, that it is at.
  record Promote() implements Command {}

  /// Skip everything that is left and make the new revision stable.
  record PromoteFull() implements Command {}

  /// Take the update back.
  ///
  /// @param reason told in the rollout's message; may be empty
  record Abort(String reason) implements Command {}

  /// Begin an aborted update again at its first step.
  record Retry() implements Command {}

  /// Stay where it is.
  record Pause() implements Command {}

  /// Undo a person's pause, or repeat an analysis that could not decide.
  record Resume() implements Command {}

  /// Go on to the next step whatever this one waits for.
  record Skip() implements Command {}

  /// What came of a command.
  sealed interface Answer {
    /// It was done.
    record Done(String message) implements Answer {}

    /// It makes no sense now.
    ///
    /// @param why with what can be done instead
    record Refused(String why) implements Answer {}
  }
}
