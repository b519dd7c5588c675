package dev.serin.judge.latency;

/// Moves a canary's counts down by a margin, batch by batch. Parts of a request are kept for the
/// next batch, so that nothing is lost in rounding.
public final class Shift {
  private final int[] lower;
  private final double[] share;
  private final double[] kept;

  Shift(LatencyBuckets buckets, double factor, double later) {
    if (!(factor >= 1) || !(later >= 0)) {
      throw new IllegalArgumentException(
          "a factor of 1 or more and a time of 0 or more are needed, but they are %s and %s"
              .formatted(factor, later));
    }
    lower = new int[buckets.count()];
    share = new double[buckets.count()];
    kept = new double[buckets.count()];
    for (int i = 1; i < lower.length; i++) {
      double begin = buckets.lowerEdge(i);
      double cut = begin * factor + later;
      double end = buckets.upperEdge(i);
      boolean whole = cut >= end;
      lower[i] = whole ? buckets.bucketOf((begin - later) / factor) : i - 1;
      share[i] = whole ? 1 : (cut - begin) / (end - begin);
    }
  }

  /// The counts of one batch, moved.
  ///
  /// @throws IllegalArgumentException when there are other buckets
  public long[] move(long[] counts) {
    if (counts.length != lower.length) {
      throw new IllegalArgumentException(
          "%d counts are needed, but there are %d".formatted(lower.length, counts.length));
    }
    long[] moved = counts.clone();
    for (int i = 1; i < counts.length; i++) {
      if (counts[i] > 0) {
        double due = kept[i] + share[i] * counts[i];
        long down = Math.min(counts[i], (long) due);
        kept[i] = due - down;
        moved[i] -= down;
        moved[lower[i]] += down;
      }
    }
    return moved;
  }

  /// What is kept for the next batch, one number for each bucket.
  public double[] kept() {
    return kept.clone();
  }

  /// Goes on from what [#kept()] told.
  ///
  /// @throws IllegalArgumentException when there are other buckets
  public void restore(double[] before) {
    if (before.length != kept.length) {
      throw new IllegalArgumentException("the parts that were kept are of other buckets");
    }
    System.arraycopy(before, 0, kept, 0, kept.length);
  }
}
