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

  /// Which share of a bucket's requests would fall in lower buckets if a request that took
  /// `factor * t + later` had taken t.
  ///
  /// Where the margin is no less than a bucket, the whole bucket moves down, to that of its own
  /// lower edge: rounded towards fast, so that a test never alarms for a canary that is at most
  /// that much slower. Where it is less, as in Prometheus' usual buckets, that would hide whole
  /// buckets; a part of it moves to the next lower one, as if its requests were spread evenly.
  ///
  /// @param factor 1 or more
  /// @param later 0 or more, in the unit of the edges
  public Shift faster(double factor, double later) {
    return new Shift(this, factor, later);
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

  /// Where a bucket begins.
  public double lowerEdge(int bucket) {
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
