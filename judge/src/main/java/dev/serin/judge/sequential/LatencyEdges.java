package dev.serin.judge.sequential;

import java.util.Arrays;

/// The buckets of a latency histogram, given by their lower edges.
public final class LatencyEdges {
  private final double[] lowerEdges;

  /// @param lowerEdges increasing, in any unit; the first is usually 0
  /// @throws IllegalArgumentException when they do not increase, or there is none
  public LatencyEdges(double[] lowerEdges) {
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

  /// The counts as they would be if a request that took `factor * t + later` had taken t: each
  /// bucket's go to the bucket of its own lower edge so moved. Rounds towards fast, so that a test
  /// over it never alarms for a canary that is at most that much slower.
  ///
  /// @param factor 1 or more
  /// @param later 0 or more, in the unit of the edges
  /// @throws IllegalArgumentException when a value is out of its range or there are other buckets
  public long[] faster(long[] counts, double factor, double later) {
    if (!(factor >= 1) || !(later >= 0) || counts.length != lowerEdges.length) {
      throw new IllegalArgumentException(
          "%d counts, a factor of 1 or more and a time of 0 or more are needed, but they are %d, %s, %s"
              .formatted(lowerEdges.length, counts.length, factor, later));
    }
    long[] moved = new long[counts.length];
    for (int i = 0; i < counts.length; i++) {
      moved[bucketOf((lowerEdges[i] - later) / factor)] += counts[i];
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

  static LatencyEdges read(SnapshotReader from) {
    double[] edges = new double[from.count(100_000)];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = from.real();
    }
    return new LatencyEdges(edges);
  }
}
