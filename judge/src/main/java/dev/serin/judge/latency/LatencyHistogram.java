package dev.serin.judge.latency;

import java.util.Arrays;

/// How many requests took how long. It does not change.
public final class LatencyHistogram {
  private final LatencyBuckets buckets;
  private final long[] counts;

  private LatencyHistogram(LatencyBuckets buckets, long[] counts) {
    this.buckets = buckets;
    this.counts = counts;
  }

  /// These counts.
  ///
  /// @param counts of each bucket, at least 0
  /// @throws IllegalArgumentException when there are more or fewer counts than buckets, or one is
  ///     negative
  public static LatencyHistogram of(LatencyBuckets buckets, long... counts) {
    if (counts.length != buckets.count()) {
      throw new IllegalArgumentException(
          "%d counts for %d latency buckets".formatted(counts.length, buckets.count()));
    }
    for (long count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException("a count must be 0 or more, but is " + count);
      }
    }
    return new LatencyHistogram(buckets, counts.clone());
  }

  /// No request.
  public static LatencyHistogram empty(LatencyBuckets buckets) {
    return new LatencyHistogram(buckets, new long[buckets.count()]);
  }

  /// Its buckets.
  public LatencyBuckets buckets() {
    return buckets;
  }

  /// The count of each bucket.
  public long[] counts() {
    return counts.clone();
  }

  /// How many requests there are in all.
  public long total() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  /// This and `more`.
  ///
  /// @throws IllegalArgumentException when the buckets differ
  public LatencyHistogram plus(LatencyHistogram more) {
    return combined(more, 1);
  }

  /// What came since `earlier`.
  ///
  /// @throws IllegalArgumentException when the buckets differ, or `earlier` has more in one
  public LatencyHistogram minus(LatencyHistogram earlier) {
    LatencyHistogram rest = combined(earlier, -1);
    for (long count : rest.counts) {
      if (count < 0) {
        throw new IllegalArgumentException("an earlier histogram can not hold more than a later");
      }
    }
    return rest;
  }

  /// The time in seconds that this share of the requests did not exceed: the upper edge of the
  /// bucket that holds it, or the lower edge of the last; NaN when there was no request.
  ///
  /// @param share 0 to 1
  public double quantile(double share) {
    long total = total();
    if (total == 0) {
      return Double.NaN;
    }
    int bucket = bucketOf((long) Math.max(1, Math.ceil(share * total)));
    double end = buckets.upperEdge(bucket);
    return Double.isInfinite(end) ? buckets.lowerEdge(bucket) : end;
  }

  /// Where the bucket begins that holds the request of this rank, in seconds.
  ///
  /// @param rank 1 for the fastest, up to [#total()]
  public double lowerEdgeOf(long rank) {
    return buckets.lowerEdge(bucketOf(rank));
  }

  /// Where the bucket of a rank ends, in seconds; infinite for the last bucket.
  public double upperEdgeOf(long rank) {
    return buckets.upperEdge(bucketOf(rank));
  }

  private int bucketOf(long rank) {
    long through = counts[0];
    int bucket = 0;
    while (through < rank) {
      bucket++;
      through += counts[bucket];
    }
    return bucket;
  }

  private LatencyHistogram combined(LatencyHistogram other, int sign) {
    if (!buckets.equals(other.buckets)) {
      throw new IllegalArgumentException(
          "histograms with different buckets: " + buckets + " and " + other.buckets);
    }
    long[] sums = counts.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += sign * other.counts[i];
    }
    return new LatencyHistogram(buckets, sums);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LatencyHistogram that
        && buckets.equals(that.buckets)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * buckets.hashCode() + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return total() + " latencies";
  }
}
