package dev.serin.cli.run;

/// What is done with what the store knows of a rollout.
enum Past {
  /// An unfinished rollout is refused.
  NONE,
  /// It goes on.
  RESUMED,
  /// The version that was stable before comes back.
  REVERTED,
  /// It is forgotten.
  FORGOTTEN
}
