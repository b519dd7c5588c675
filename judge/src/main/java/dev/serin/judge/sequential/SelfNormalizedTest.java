package dev.serin.judge.sequential;

import dev.serin.judge.special.NormalTail;
import java.util.Arrays;

/// Finds that a gauge of the canary lies above the baseline's, from the sizes of paired differences
/// (de la Peña; one-sided normal mixture). The null is that a difference is symmetric about 0 or
/// below; any tails. Quicker than the [SignTest] for few large differences, slower for heavy tails.
public final class SelfNormalizedTest implements EProcess {
  private static final int SCALING = 4;

  /// ρ for a difference of scale 1 that is best at 20 blocks and alpha 5 %.
  private static final double BEST =
      20 / (2 * StrictMath.log(10) + StrictMath.log(1 + 2 * StrictMath.log(10)));

  private final double alpha;
  private final double threshold;
  private final double[] first = new double[SCALING];
  private int seen;
  private double scale;
  private double sum;
  private double squares;
  private double logE;
  private double highest;

  /// A test that takes its scale from the first four differences, which it does not bet on.
  ///
  /// @param alpha chance of a false alarm over the whole life of the test, between 0 and 1
  public SelfNormalizedTest(double alpha) {
    this.alpha = alpha;
    this.threshold = Level.threshold(alpha);
  }

  /// A test for differences of a size known beforehand.
  ///
  /// @param scale over 0, in the unit of the differences
  public static SelfNormalizedTest scaled(double scale, double alpha) {
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("a scale must be over 0 and finite, but is " + scale);
    }
    var test = new SelfNormalizedTest(alpha);
    test.scale = scale;
    return test;
  }

  /// Takes in one difference, canary minus baseline, of a block of its own (see [PairedBlocks]).
  ///
  /// @return [#logE] after it
  /// @throws IllegalArgumentException when it is not finite
  public double update(double difference) {
    if (!Double.isFinite(difference)) {
      throw new IllegalArgumentException("a difference must be finite, but is " + difference);
    }
    if (scale > 0) {
      sum += difference;
      squares += difference * difference;
      weigh();
    } else if (difference != 0) {
      learn(Math.abs(difference));
    }
    return logE;
  }

  /// The scale is the third smallest of the first four sizes.
  private void learn(double size) {
    first[seen++] = size;
    if (seen == SCALING) {
      double[] sorted = first.clone();
      Arrays.sort(sorted);
      scale = sorted[2];
    }
  }

  private void weigh() {
    double rho = BEST * scale * scale;
    double spread = squares + rho;
    logE =
        StrictMath.log(4 * rho / spread) / 2
            + sum * sum / (2 * spread)
            + NormalTail.logProbability(sum / StrictMath.sqrt(spread));
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

  @Override
  public byte[] snapshot() {
    var to = new SnapshotWriter(SnapshotKind.SELF_NORMALIZED);
    to.put(alpha).put((long) seen).put(scale).put(sum).put(squares).put(logE).put(highest);
    for (double size : first) {
      to.put(size);
    }
    return to.bytes();
  }

  /// The test that `snapshot` was taken of.
  ///
  /// @throws IllegalArgumentException when it is damaged, of something else, or of another version
  public static SelfNormalizedTest restore(byte[] snapshot) {
    var from = new SnapshotReader(snapshot, SnapshotKind.SELF_NORMALIZED);
    var test = new SelfNormalizedTest(from.real());
    test.seen = from.count(SCALING);
    test.scale = from.real();
    test.sum = from.real();
    test.squares = from.real();
    test.logE = from.real();
    test.highest = from.real();
    for (int i = 0; i < SCALING; i++) {
      test.first[i] = from.real();
    }
    from.end();
    return test;
  }
}
