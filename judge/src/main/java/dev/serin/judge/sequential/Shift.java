package dev.serin.judge.sequential;

/// Moves a canary's counts down by a margin, batch by batch. Parts of a request are kept for the
/// next batch, so that nothing is lost in rounding.
public final class Shift {
  private final int[] lower;
  private final double[] share;
  private final double[] kept;

  Shift(LatencyEdges edges, double factor, double later) {
    if (!(factor >= 1) || !(later >= 0)) {
      throw new IllegalArgumentException(
          "a factor of 1 or more and a time of 0 or more are needed, but they are %s and %s"
              .formatted(factor, later));
    }
    lower = new int[edges.size()];
    share = new double[edges.size()];
    kept = new double[edges.size()];
    for (int i = 1; i < lower.length; i++) {
      double begin = edges.lowerEdge(i);
      double cut = begin * factor + later;
      boolean last = i + 1 == lower.length;
      double end = last ? Double.POSITIVE_INFINITY : edges.lowerEdge(i + 1);
      boolean whole = cut >= end;
      lower[i] = whole ? edges.bucketOf((begin - later) / factor) : i - 1;
      share[i] = whole ? 1 : last ? 0 : (cut - begin) / (end - begin);
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
