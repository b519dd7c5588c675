package dev.serin.judge.sequential;

import dev.serin.judge.special.LogBeta;

/// Finds that a gauge of the canary (CPU, queue depth) lies above the baseline's, from the signs of
/// paired differences only: whatever their scale, spread or tails. The null is that a difference is
/// as likely negative as positive. A uniform mixture over the chance of a positive one.
public final class SignTest implements EProcess {
  private static final double LOG_TWO = StrictMath.log(2);

  private final double alpha;
  private final double threshold;
  private long differences;
  private long positive;
  private double logE;
  private double highest;

  /// @param alpha chance of a false alarm over the whole life of the test, between 0 and 1
  public SignTest(double alpha) {
    this.alpha = alpha;
    this.threshold = Level.threshold(alpha);
  }

  /// Takes in one difference, canary minus baseline, of a block of its own (see [PairedBlocks]).
  /// One of exactly 0 says nothing.
  ///
  /// @return [#logE] after it
  /// @throws IllegalArgumentException when it is not finite
  public double update(double difference) {
    if (!Double.isFinite(difference)) {
      throw new IllegalArgumentException("a difference must be finite, but is " + difference);
    }
    if (difference != 0) {
      differences++;
      positive += difference > 0 ? 1 : 0;
      weigh();
    }
    return logE;
  }

  private void weigh() {
    double up = positive + 1.0;
    double down = differences - positive + 1.0;
    logE = LogBeta.of(up, down) + LogBeta.regularized(down, up, 0.5) + (differences + 1) * LOG_TWO;
    highest = Math.max(highest, logE);
  }

  @Override
  public double logE() {
    return logE;
  }

  @Override
  public double highest() {
    return highest;
  }

  @Override
  public double threshold() {
    return threshold;
  }

  /// A new test over the differences of both, which must be of different blocks or pods. Only
  /// the merged test is then to be looked at.
  ///
  /// @throws IllegalArgumentException when the settings of the two differ
  public SignTest mergedWith(SignTest other) {
    if (alpha != other.alpha) {
      throw new IllegalArgumentException("only tests with equal settings can be merged");
    }
    var merged = new SignTest(alpha);
    merged.differences = differences + other.differences;
    merged.positive = positive + other.positive;
    merged.weigh();
    return merged;
  }

  @Override
  public byte[] snapshot() {
    var to = new SnapshotWriter(SnapshotKind.SIGN);
    return to.put(alpha).put(differences).put(positive).put(logE).put(highest).bytes();
  }

  /// The test that `snapshot` was taken of.
  ///
  /// @throws IllegalArgumentException when it is damaged, of something else, or of another version
  public static SignTest restore(byte[] snapshot) {
    var from = new SnapshotReader(snapshot, SnapshotKind.SIGN);
    var test = new SignTest(from.real());
    test.differences = from.whole();
    test.positive = from.whole();
    test.logE = from.real();
    test.highest = from.real();
    from.end();
    return test;
  }
}
