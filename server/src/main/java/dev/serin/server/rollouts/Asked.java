package dev.serin.server.rollouts;

/// What came of asking a rollout for something.
public sealed interface Asked {
  /// It is stored, now or when its key came first, and answered in a moment: see
  /// [Rollouts#answer].
  ///
  /// @param number names it
  record Stored(long number) implements Asked {}

  /// Its key was used for something else; nothing is stored.
  ///
  /// @param number names what was asked under it first
  record Reused(long number) implements Asked {}

  /// There is no such rollout.
  record Unknown() implements Asked {}

  /// The rollout has moved on since the version that was meant.
  ///
  /// @param version that it is at now
  record Outdated(long version) implements Asked {}
}
