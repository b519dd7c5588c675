package dev.serin.judge;

import dev.serin.judge.sequential.EProcess;

/// How strong the evidence against a canary is, as logarithms of e-values.
///
/// @param logE now
/// @param highest so far
/// @param threshold that calls the canary worse
record Strength(double logE, double highest, double threshold) {
  static Strength of(EProcess test) {
    return new Strength(test.logE(), test.highest(), test.threshold());
  }

  /// Whether it has ever sufficed.
  boolean reached() {
    return highest >= threshold;
  }

  /// The p-value that holds however often one looks, 0 to 1.
  double anytimeP() {
    return Math.min(1, StrictMath.exp(-highest));
  }
}
