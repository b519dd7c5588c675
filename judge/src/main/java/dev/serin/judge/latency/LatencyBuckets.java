package dev.serin.judge.latency;

import java.util.Arrays;

/// The buckets that latencies are counted in, in increasing order. Two histograms can be compared,
/// added and subtracted when their buckets are equal.
public final class LatencyBuckets {
  /// From 1 µs to 268 s, each at most 1/16 wider than its lower edge: 16 to an octave, and below
  /// 32 µs one for each microsecond.
  public static final LatencyBuckets FINE = new LatencyBuckets(fineEdges());

  private static final int EXACT = 32;
  private static final int EXACT_BITS = 5;
  private static final int PARTS_BITS = 4;
  private static final int PARTS = 1 << PARTS_BITS;
  private static final int OCTAVES = 23;
  private static final int FINE_COUNT = EXACT + OCTAVES * PARTS;

  private final double[] lowerEdges;

  private LatencyBuckets(double[] lowerEdges) {
    this.lowerEdges = lowerEdges;
  }

  /// Buckets that begin at these edges; the last goes on without end.
  ///
  /// @param lowerEdges in seconds, growing
  /// @throws IllegalArgumentException when there is none, or they do not grow
  public static LatencyBuckets from(double... lowerEdges) {
    for (int i = 0; i < lowerEdges.length; i++) {
      if (!Double.isFinite(lowerEdges[i]) || (i > 0 && lowerEdges[i] <= lowerEdges[i - 1])) {
        throw new IllegalArgumentException(
            "lower edges must be finite and grow, but are " + Arrays.toString(lowerEdges));
      }
    }
    if (lowerEdges.length == 0) {
      throw new IllegalArgumentException("a histogram needs at least one bucket");
    }
    return new LatencyBuckets(lowerEdges.clone());
  }

  /// Buckets between these bounds, as Prometheus' classic histograms have them: the first begins at
  /// 0, the last goes on without end.
  ///
  /// @param upperBounds in seconds, growing, above 0; the last may be infinite
  /// @throws IllegalArgumentException when there is none, or they do not grow
  public static LatencyBuckets below(double... upperBounds) {
    int finite =
        upperBounds.length > 0 && Double.isInfinite(upperBounds[upperBounds.length - 1])
            ? upperBounds.length - 1
            : upperBounds.length;
    double[] edges = new double[finite + 1];
    for (int i = 0; i < finite; i++) {
      if (!(upperBounds[i] > edges[i])) {
        throw new IllegalArgumentException(
            "bounds of buckets must grow from above 0, but are " + Arrays.toString(upperBounds));
      }
      edges[i + 1] = upperBounds[i];
    }
    if (finite == 0) {
      throw new IllegalArgumentException("buckets need at least one finite upper bound");
    }
    return new LatencyBuckets(edges);
  }

  /// The bucket of [#FINE] that a latency falls in; what is longer than all falls in the last.
  ///
  /// @param micros in microseconds; less than 0 counts as 0
  public static int fine(long micros) {
    if (micros < EXACT) {
      return (int) Math.max(0, micros);
    }
    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
    int part = (int) (micros >>> (octave - PARTS_BITS)) & (PARTS - 1);
    return Math.min(FINE_COUNT - 1, EXACT + (octave - EXACT_BITS) * PARTS + part);
  }

  /// How many there are.
  public int count() {
    return lowerEdges.length;
  }

  /// Where a bucket begins, in seconds.
  public double lowerEdge(int bucket) {
    return lowerEdges[bucket];
  }

  /// Where a bucket ends, in seconds; infinite for the last.
  public double upperEdge(int bucket) {
    return bucket + 1 < lowerEdges.length ? lowerEdges[bucket + 1] : Double.POSITIVE_INFINITY;
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
  /// @param later 0 or more, in seconds
  public Shift faster(double factor, double later) {
    return new Shift(this, factor, later);
  }

  /// The bucket that holds a latency in seconds; the first one for all that is smaller.
  public int bucketOf(double seconds) {
    int found = Arrays.binarySearch(lowerEdges, seconds);
    return found >= 0 ? found : Math.max(0, -found - 2);
  }

  /// The first bucket whose lower edge is at least so long, or the number of buckets.
  public int firstFrom(double seconds) {
    int found = Arrays.binarySearch(lowerEdges, seconds);
    return found >= 0 ? found : -found - 1;
  }

  /// All lower edges, in seconds.
  public double[] lowerEdges() {
    return lowerEdges.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LatencyBuckets that && Arrays.equals(lowerEdges, that.lowerEdges);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(lowerEdges);
  }

  @Override
  public String toString() {
    return count() + " latency buckets";
  }

  private static double[] fineEdges() {
    double[] edges = new double[FINE_COUNT];
    for (int i = 0; i < FINE_COUNT; i++) {
      edges[i] = fineEdgeMicros(i) / 1e6;
    }
    return edges;
  }

  private static long fineEdgeMicros(int bucket) {
    if (bucket < EXACT) {
      return bucket;
    }
    int octave = EXACT_BITS + (bucket - EXACT) / PARTS;
    long part = (bucket - EXACT) % (long) PARTS;
    return (PARTS + part) << (octave - PARTS_BITS);
  }
}
