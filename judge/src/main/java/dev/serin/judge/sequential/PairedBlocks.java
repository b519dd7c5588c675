package dev.serin.judge.sequential;

import java.util.OptionalDouble;

/// Pairs the samples of a gauge by time: differences of the means of blocks that do not overlap,
/// and are long enough to be nearly independent of each other.
public final class PairedBlocks {
  /// For a gauge without history, sampled every 15 s.
  public static final int USUAL_LENGTH = 12;

  private final int length;
  private final double margin;
  private int filled;
  private double canarySum;
  private double baselineSum;

  /// @param length samples in a block, 1 or more (see [#length])
  /// @param margin how much higher the canary may be, relative to the baseline; 0.1 for a tenth
  public PairedBlocks(int length, double margin) {
    if (length < 1) {
      throw new IllegalArgumentException("a block must have 1 sample or more, but has " + length);
    }
    if (!(margin > -1) || Double.isInfinite(margin)) {
      throw new IllegalArgumentException("a margin must be over -1, but is " + margin);
    }
    this.length = length;
    this.margin = margin;
  }

  /// The block length for a gauge that went like `history`: 2.5 (1 + φ) / (1 - φ), φ being the
  /// correlation of neighbours.
  ///
  /// @param history differences between two halves of the baseline before the rollout, in time
  /// @return [#USUAL_LENGTH] when there are fewer than 10 samples or all are equal
  public static int length(double[] history) {
    double mean = 0;
    for (double sample : history) {
      mean += sample / history.length;
    }
    double products = 0;
    double squares = 0;
    for (int i = 0; i < history.length; i++) {
      squares += (history[i] - mean) * (history[i] - mean);
      products += i == 0 ? 0 : (history[i] - mean) * (history[i - 1] - mean);
    }
    if (history.length < 10 || !(squares > 0)) {
      return USUAL_LENGTH;
    }
    double correlation = Math.clamp(products / squares, 0, 0.999);
    return (int) Math.ceil(2.5 * (1 + correlation) / (1 - correlation) - 1e-9);
  }

  /// Takes in both versions' samples of one moment.
  ///
  /// @return the difference of the block that they complete
  /// @throws IllegalArgumentException when a sample is not finite
  public OptionalDouble add(double canary, double baseline) {
    if (!Double.isFinite(canary) || !Double.isFinite(baseline)) {
      throw new IllegalArgumentException(
          "samples must be finite, but are " + canary + " and " + baseline);
    }
    canarySum += canary;
    baselineSum += baseline;
    filled++;
    if (filled < length) {
      return OptionalDouble.empty();
    }
    double difference = (canarySum - (1 + margin) * baselineSum) / length;
    filled = 0;
    canarySum = 0;
    baselineSum = 0;
    return OptionalDouble.of(difference);
  }

  /// The state, to go on with after a restart.
  public byte[] snapshot() {
    var to = new SnapshotWriter(SnapshotKind.PAIRED_BLOCKS);
    to.put((long) length).put(margin).put((long) filled).put(canarySum).put(baselineSum);
    return to.bytes();
  }

  /// The blocks that `snapshot` was taken of.
  ///
  /// @throws IllegalArgumentException when it is damaged, of something else, or of another version
  public static PairedBlocks restore(byte[] snapshot) {
    var from = new SnapshotReader(snapshot, SnapshotKind.PAIRED_BLOCKS);
    int length = from.count(Integer.MAX_VALUE);
    var blocks = new PairedBlocks(length, from.real());
    blocks.filled = from.count(length);
    blocks.canarySum = from.real();
    blocks.baselineSum = from.real();
    from.end();
    return blocks;
  }
}
