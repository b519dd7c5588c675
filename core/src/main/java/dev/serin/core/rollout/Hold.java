package dev.serin.core.rollout;

/// What keeps a rollout from going on, beside its own plan.
public enum Hold {
  /// A person paused it.
  PERSON,
  /// The analysis of its step, or before or after a blue-green switch, could not decide.
  INCONCLUSIVE_STEP,
  /// The analysis beside its steps could not decide.
  INCONCLUSIVE_BACKGROUND,
  /// Somebody else changed the router.
  DRIFT
}
