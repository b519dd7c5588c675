package dev.serin.judge.sequential;

/// Evidence against a null hypothesis that may be looked at after every batch. While the null
/// holds, the chance that it ever reaches its threshold is at most alpha (Ville 1939).
public sealed interface EProcess
    permits LatencyNonInferiorityTest,
        NonInferiorityTest,
        RegressionTest,
        SelfNormalizedTest,
        ShareTest,
        SignTest,
        TiltTest {
  /// ln of the evidence now; 0 before the first batch.
  double logE();

  /// The largest [#logE] so far, at least 0.
  double highest();

  /// ln(1/alpha).
  double threshold();

  /// The state, to go on with after a restart: versioned, with a checksum, exact to the last bit.
  byte[] snapshot();

  /// True once the evidence has reached the threshold; stays true.
  default boolean reached() {
    return highest() >= threshold();
  }

  /// The smallest alpha at which the threshold has been reached so far, in 0..1.
  default double anytimeP() {
    return Math.min(1, StrictMath.exp(-highest()));
  }
}
