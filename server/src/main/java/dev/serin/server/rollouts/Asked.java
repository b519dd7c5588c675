package dev.serin.server.rollouts;

import dev.serin.core.rollout.Command.Answer;

/// What came of asking a rollout for something.
public sealed interface Asked {
  /// It is stored, and answered in a moment: see [Rollouts#answer].
  ///
  /// @param number names it
  record Stored(long number) implements Asked {}

  /// It was answered at once.
  record Answered(Answer answer) implements Asked {}

  /// There is no such rollout.
  record Unknown() implements Asked {}

  /// The rollout has moved on since the version that was meant.
  ///
  /// @param version that it is at now
  record Outdated(long version) implements Asked {}
}
