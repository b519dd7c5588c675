package dev.serin.judge.sequential;

import java.util.Arrays;

/// The buckets of a latency histogram, given by their lower edges.
public final class LatencyBuckets {
  private final double[] lowerEdges;

  /// @param lowerEdges increasing, in any unit; the first is usually 0
  /// @throws IllegalArgumentException when they do not increase, or there is none
  public LatencyBuckets(double[] lowerEdges) {
    if (lowerEdges.length == 0) {
      throw new IllegalArgumentException("a histogram needs at least 1 bucket, but has 0");
    }
    for (int i = 0; i < lowerEdges.length; i++) {
      if (!Double.isFinite(lowerEdges[i]) || (i > 0 && lowerEdges[i] <= lowerEdges[i - 1])) {
        throw new IllegalArgumentException(
            "lower edges must be finite and increase, but are " + Arrays.toString(lowerEdges));
      }
    }
    this.lowerEdges = lowerEdges.clone();
  }

  /// How many buckets there are.
  public int size() {
    return lowerEdges.length;
  }

  /// The counts as they would be if all requests had taken 1/`factor` of their time: each bucket's
  /// go to the bucket that holds its own lower edge divided by `factor`. Rounds towards fast, so
  /// that a test over it never alarms for a canary that is at most `factor` times slower.
  ///
  /// @param factor 1 or more
  /// @throws IllegalArgumentException when `factor` is below 1 or there are other buckets
  public long[] faster(long[] counts, double factor) {
    if (!(factor >= 1) || counts.length != lowerEdges.length) {
      throw new IllegalArgumentException(
          "%d counts and a factor of 1 or more are needed, but they are %d and %s"
              .formatted(lowerEdges.length, counts.length, factor));
    }
    long[] moved = new long[counts.length];
    for (int i = 0; i < counts.length; i++) {
      moved[bucketOf(lowerEdges[i] / factor)] += counts[i];
    }
    return moved;
  }

  /// The bucket that holds `value`; the first one for all that is smaller.
  int bucketOf(double value) {
    int found = Arrays.binarySearch(lowerEdges, value);
    return found >= 0 ? found : Math.max(0, -found - 2);
  }

  /// The first bucket whose lower edge is at least `value`, or the number of buckets.
  int firstFrom(double value) {
    int found = Arrays.binarySearch(lowerEdges, value);
    return found >= 0 ? found : -found - 1;
  }

  double lowerEdge(int bucket) {
    return lowerEdges[bucket];
  }

  void write(SnapshotWriter to) {
    to.put((long) lowerEdges.length);
    for (double edge : lowerEdges) {
      to.put(edge);
    }
  }

  static LatencyBuckets read(SnapshotReader from) {
    double[] edges = new double[from.count(100_000)];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = from.real();
    }
    return new LatencyBuckets(edges);
  }
}
