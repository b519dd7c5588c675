package dev.serin.judge.sequential;

import java.util.Arrays;

/// Finds that the canary is slower than the baseline, anywhere in the distribution, from the counts
/// of a latency histogram. The null is that the canary is not stochastically slower. Bets on
/// tilts of the baseline's ranks, which are learnt from earlier batches; the bounds of the buckets
/// themselves do not matter, and both distributions and the traffic split may change from batch to
/// batch.
///
/// To tolerate a canary that is up to some factor slower, hand over its counts through
/// [LatencyBuckets#faster].
public final class TiltTest implements EProcess {
  private static final double CASH = 0.1;
  private static final double SHARE = 0.001;
  private static final double LEAST_RANK = 1e-5;
  private static final long LEAST_HISTORY = 30;
  private static final int MOST_BUCKETS = 100_000;

  private final double alpha;
  private final double threshold;
  private final boolean watchful;
  private final TiltSet tilts;
  private final Wealth wealth;
  private long[] history = {};
  private long[] canaryWaiting = {};
  private long[] baselineWaiting = {};
  private long lastSequence = Long.MIN_VALUE;

  /// A test that is at its best when the canary is slower from the start.
  ///
  /// @param alpha chance of a false alarm over the whole life of the test, between 0 and 1
  public TiltTest(double alpha) {
    this(alpha, false);
  }

  private TiltTest(double alpha, boolean watchful) {
    this.alpha = alpha;
    this.threshold = Level.threshold(alpha);
    this.watchful = watchful;
    this.tilts = watchful ? TiltSet.TAILED : TiltSet.BROAD;
    this.wealth = new Wealth(prior(), watchful ? SHARE : 0);
  }

  /// A test that keeps a tenth of its wealth in cash and deals out a part anew after each batch, so
  /// that it also finds a canary that becomes slower later on; and that looks closer at the tail.
  public static TiltTest watchful(double alpha) {
    return new TiltTest(alpha, true);
  }

  /// Takes in one batch: how many requests fell into each bucket, in increasing latency. The first
  /// ones, until the baseline has 30 requests, only teach the ranks. While one of the arms is empty
  /// it waits for the next one. Does nothing once alarmed.
  ///
  /// @return [#logE] after it
  /// @throws IllegalArgumentException when a count is negative, or the number of buckets changes
  public double update(long[] canary, long[] baseline) {
    check(canary, baseline);
    if (alarmed()) {
      return logE();
    }
    add(canary, canaryWaiting);
    add(baseline, baselineWaiting);
    long requests = sum(canaryWaiting);
    long baselineRequests = sum(baselineWaiting);
    if (requests > 0 && baselineRequests > 0) {
      long known = sum(history);
      if (known >= LEAST_HISTORY) {
        bet(known, (double) requests / (requests + baselineRequests));
      }
      add(baselineWaiting, history);
      Arrays.fill(canaryWaiting, 0);
      Arrays.fill(baselineWaiting, 0);
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

  /// Teaches the test what the baseline's latencies are like, from before the rollout: the ranks
  /// are known from the first batch on, and the far tail sooner. Valid whatever it is taught, as
  /// long as it was seen before the next batch.
  ///
  /// @throws IllegalArgumentException when a count is negative, or the number of buckets changes
  public void learn(long[] baseline) {
    check(baseline, baseline);
    add(baseline, history);
  }

  private void bet(long known, double canaryShare) {
    double[] trial = wealth.trial();
    long below = 0;
    for (int i = 0; i < history.length; i++) {
      if (canaryWaiting[i] + baselineWaiting[i] > 0) {
        double rank = (below + history[i] / 2.0 + 0.25) / (known + 0.5);
        betOnBucket(trial, i, rank, canaryShare);
      }
      below += history[i];
    }
    wealth.settle(true, 0, threshold);
  }

  private void betOnBucket(double[] trial, int bucket, double rank, double canaryShare) {
    double u = Math.min(Math.max(rank, LEAST_RANK), 1 - LEAST_RANK);
    double z = Tilt.score(u);
    long canary = canaryWaiting[bucket];
    long both = canary + baselineWaiting[bucket];
    int first = watchful ? 1 : 0;
    for (int j = 0; j < tilts.size(); j++) {
      double tilt = tilts.tilt(j).at(u, z);
      double mean = canaryShare * tilt + 1 - canaryShare;
      trial[first + j] += canary * StrictMath.log(tilt) - both * StrictMath.log(mean);
    }
  }

  private void check(long[] canary, long[] baseline) {
    if (canary.length != baseline.length
        || canary.length == 0
        || (history.length > 0 && canary.length != history.length)) {
      throw new IllegalArgumentException(
          "both arms must have the same buckets each time, but there are %d and %d, and were %d"
              .formatted(canary.length, baseline.length, history.length));
    }
    for (int i = 0; i < canary.length; i++) {
      if (canary[i] < 0 || baseline[i] < 0) {
        throw new IllegalArgumentException("the counts of bucket " + i + " are negative");
      }
    }
    if (history.length == 0) {
      begin(canary.length);
    }
  }

  private void begin(int buckets) {
    history = new long[buckets];
    canaryWaiting = new long[buckets];
    baselineWaiting = new long[buckets];
  }

  private static void add(long[] counts, long[] to) {
    for (int i = 0; i < counts.length; i++) {
      to[i] += counts[i];
    }
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  private double[] prior() {
    double[] logWeights = tilts.logWeights();
    if (!watchful) {
      return logWeights;
    }
    double[] prior = new double[logWeights.length + 1];
    prior[0] = StrictMath.log(CASH);
    for (int j = 0; j < logWeights.length; j++) {
      prior[j + 1] = StrictMath.log1p(-CASH) + logWeights[j];
    }
    return prior;
  }

  @Override
  public double logE() {
    return wealth.log();
  }

  @Override
  public double highest() {
    return wealth.highest();
  }

  @Override
  public double threshold() {
    return threshold;
  }

  /// True once a slower canary has been found; stays true.
  public boolean alarmed() {
    return reached();
  }

  /// A new test with the evidence of both, for two processes that each saw a part of the traffic:
  /// the gains of each tilt are multiplied and the baseline's histograms added. Valid when the two
  /// saw different requests whose outcomes are independent given the past, and the moment of
  /// merging is not chosen because of their evidence.
  ///
  /// @throws IllegalArgumentException when one has alarmed, or settings or buckets differ
  public TiltTest mergedWith(TiltTest other) {
    if (alarmed() || other.alarmed()) {
      throw new IllegalArgumentException("a test that has alarmed can not be merged");
    }
    if (alpha != other.alpha || watchful != other.watchful) {
      throw new IllegalArgumentException("only tests with equal settings can be merged");
    }
    TiltTest merged = restore(snapshot());
    if (other.history.length > 0) {
      merged.check(other.history, other.history);
      add(other.history, merged.history);
      add(other.canaryWaiting, merged.canaryWaiting);
      add(other.baselineWaiting, merged.baselineWaiting);
    }
    merged.wealth.multiply(other.wealth);
    merged.lastSequence = Math.max(lastSequence, other.lastSequence);
    return merged;
  }

  @Override
  public byte[] snapshot() {
    var to = new SnapshotWriter(SnapshotKind.TILT);
    to.put(alpha).put(watchful ? 1L : 0L).put(lastSequence);
    wealth.write(to);
    to.put((long) history.length);
    for (int i = 0; i < history.length; i++) {
      to.put(history[i]).put(canaryWaiting[i]).put(baselineWaiting[i]);
    }
    return to.bytes();
  }

  /// The test that `snapshot` was taken of.
  ///
  /// @throws IllegalArgumentException when it is damaged, of something else, or of another version
  public static TiltTest restore(byte[] snapshot) {
    var from = new SnapshotReader(snapshot, SnapshotKind.TILT);
    double alpha = from.real();
    var test = new TiltTest(alpha, from.whole() == 1);
    test.lastSequence = from.whole();
    test.wealth.read(from);
    test.begin(from.count(MOST_BUCKETS));
    for (int i = 0; i < test.history.length; i++) {
      test.history[i] = from.whole();
      test.canaryWaiting[i] = from.whole();
      test.baselineWaiting[i] = from.whole();
    }
    from.end();
    return test;
  }
}
