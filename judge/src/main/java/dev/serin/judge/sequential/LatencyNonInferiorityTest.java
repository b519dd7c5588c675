package dev.serin.judge.sequential;

import dev.serin.judge.latency.LatencyBuckets;

/// Shows that the canary is not slower than promised at one quantile, so that it is safe to
/// promote: a [NonInferiorityTest] of the event "slower than tau", where tau is the baseline's
/// quantile in earlier batches, and for the canary the next edge from `slower * tau` on. Promote
/// when the tests of all promised quantiles have concluded.
public final class LatencyNonInferiorityTest implements EProcess {
  private static final long LEAST_HISTORY = 30;

  private final LatencyBuckets buckets;
  private final LatencyPromise promise;
  private final NonInferiorityTest test;
  private final long[] history;
  private long lastSequence = Long.MIN_VALUE;

  /// @param alpha chance of passing a canary that is at the margin or beyond, between 0 and 1
  public LatencyNonInferiorityTest(LatencyBuckets buckets, LatencyPromise promise, double alpha) {
    this(buckets, promise, new NonInferiorityTest(promise.margin(), alpha));
  }

  private LatencyNonInferiorityTest(
      LatencyBuckets buckets, LatencyPromise promise, NonInferiorityTest test) {
    this.buckets = buckets;
    this.promise = promise;
    this.test = test;
    this.history = new long[buckets.count()];
  }

  /// Takes in one batch: how many requests fell into each bucket. The first ones, until the
  /// baseline has 30 requests, only teach its quantile.
  ///
  /// @return [#logE] after it
  /// @throws IllegalArgumentException when a count is negative, or there are other buckets
  public double update(long[] canary, long[] baseline) {
    check(canary);
    check(baseline);
    long known = above(history, 0);
    if (known >= LEAST_HISTORY) {
      int slow = slowFrom(known);
      int canarySlow = buckets.firstFrom(promise.slower() * buckets.lowerEdge(slow));
      test.update(
          (double) above(canary, 0),
          above(canary, canarySlow),
          (double) above(baseline, 0),
          above(baseline, slow));
    }
    for (int i = 0; i < history.length; i++) {
      history[i] += baseline[i];
    }
    return logE();
  }

  /// Takes in batch number `sequence`; ignores it unless its number is higher than all before.
  ///
  /// @return [#logE] after it
  public double update(long sequence, long[] canary, long[] baseline) {
    if (sequence <= lastSequence) {
      return logE();
    }
    lastSequence = sequence;
    return update(canary, baseline);
  }

  /// The first bucket above the baseline's quantile, or the last one.
  private int slowFrom(long known) {
    double rank = promise.quantile() * known;
    long below = 0;
    int bucket = 0;
    while (bucket < history.length - 1 && below + history[bucket] < rank) {
      below += history[bucket];
      bucket++;
    }
    return Math.min(bucket + 1, history.length - 1);
  }

  private void check(long[] counts) {
    if (counts.length != history.length) {
      throw new IllegalArgumentException(
          "there must be %d buckets, but are %d".formatted(history.length, counts.length));
    }
    for (long count : counts) {
      Batch.check(0, count);
    }
  }

  private static long above(long[] counts, int from) {
    long sum = 0;
    for (int i = from; i < counts.length; i++) {
      sum += counts[i];
    }
    return sum;
  }

  @Override
  public double logE() {
    return test.logE();
  }

  @Override
  public double highest() {
    return test.highest();
  }

  @Override
  public double threshold() {
    return test.threshold();
  }

  /// True once the promise has been shown to be kept; stays true.
  public boolean concluded() {
    return reached();
  }

  @Override
  public byte[] snapshot() {
    var to = new SnapshotWriter(SnapshotKind.LATENCY_NON_INFERIORITY);
    to.put((long) buckets.count());
    for (double edge : buckets.lowerEdges()) {
      to.put(edge);
    }
    to.put(promise.quantile()).put(promise.slower());
    test.write(to);
    to.put(lastSequence);
    for (long count : history) {
      to.put(count);
    }
    return to.bytes();
  }

  /// The test that `snapshot` was taken of.
  ///
  /// @throws IllegalArgumentException when it is damaged, of something else, or of another version
  public static LatencyNonInferiorityTest restore(byte[] snapshot) {
    var from = new SnapshotReader(snapshot, SnapshotKind.LATENCY_NON_INFERIORITY);
    double[] edges = new double[from.count(100_000)];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = from.real();
    }
    LatencyBuckets buckets = LatencyBuckets.from(edges);
    double quantile = from.real();
    double slower = from.real();
    NonInferiorityTest inner = NonInferiorityTest.read(from);
    var promise = new LatencyPromise(quantile, slower, inner.margin());
    var test = new LatencyNonInferiorityTest(buckets, promise, inner);
    test.lastSequence = from.whole();
    for (int i = 0; i < test.history.length; i++) {
      test.history[i] = from.whole();
    }
    from.end();
    return test;
  }
}
