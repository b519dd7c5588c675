package dev.serin.core.analysis;

/// What a comparison has gathered so far. It is stored with its run, so that a restart loses no
/// evidence, and handed on to later runs of the same update.
///
/// @param evidence how much of what a promotion needs is there, 0 to 1
/// @param state what its provider goes on from; nobody else reads it
public record Accumulator(double evidence, String state) {
  /// Checks its share.
  ///
  /// @throws IllegalArgumentException when the evidence is not in 0 to 1
  public Accumulator {
    if (!(evidence >= 0 && evidence <= 1)) {
      throw new IllegalArgumentException("evidence must be 0 to 1, but is " + evidence);
    }
  }

  /// The same for a run that has not measured yet: it knows of no evidence.
  public Accumulator unmeasured() {
    return new Accumulator(0, state);
  }
}
