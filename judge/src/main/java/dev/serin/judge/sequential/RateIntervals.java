package dev.serin.judge.sequential;

import dev.serin.judge.special.LogSum;
import java.util.function.DoubleUnaryOperator;

/// Intervals for the ratio and the difference of the two versions' event rates that hold at all
/// times: the chance that the true value ever leaves them is at most alpha. They consist of all
/// values that the [Mixture]s do not reject, each side at alpha/2.
///
/// Batches with the same split of the traffic are added up, which is exact. There is room for 64
/// different splits; beyond that the two closest become one.
public final class RateIntervals {
  private static final int MOST_GROUPS = 64;

  /// Ratios beyond e^±14 (about a million) count as 0 and as infinite.
  private static final double MOST_LOG_RATIO = 14;

  private final double[] odds = new double[MOST_GROUPS + 1];
  private final Stake[] groups = new Stake[MOST_GROUPS + 1];
  private final Stake waiting = new Stake();
  private int size;

  /// An accumulator without data.
  public RateIntervals() {
    for (int i = 0; i < groups.length; i++) {
      groups[i] = new Stake();
    }
  }

  /// Takes in one batch. While one of the arms is empty it waits for the next one.
  ///
  /// @throws IllegalArgumentException when a count is negative or not finite
  public void add(double canary, long canaryEvents, double baseline, long baselineEvents) {
    waiting.add(canary, canaryEvents, baseline, baselineEvents);
    if (waiting.complete(Tolerance.NONE)) {
      take(waiting);
      waiting.clear();
    }
  }

  /// A new accumulator over the batches of both.
  public RateIntervals mergedWith(RateIntervals other) {
    RateIntervals merged = restore(snapshot());
    for (int i = 0; i < other.size; i++) {
      merged.take(other.groups[i]);
    }
    merged.waiting.add(other.waiting);
    return merged;
  }

  private void take(Stake batch) {
    double logOdds = batch.logOdds();
    int at = 0;
    while (at < size && odds[at] < logOdds) {
      at++;
    }
    if (at < size && odds[at] == logOdds) {
      groups[at].add(batch);
      return;
    }
    insert(at, logOdds, batch);
    if (size > MOST_GROUPS) {
      joinClosest();
    }
  }

  private void insert(int at, double logOdds, Stake batch) {
    Stake free = groups[size];
    System.arraycopy(groups, at, groups, at + 1, size - at);
    System.arraycopy(odds, at, odds, at + 1, size - at);
    free.clear();
    free.add(batch);
    groups[at] = free;
    odds[at] = logOdds;
    size++;
  }

  private void joinClosest() {
    int closest = 0;
    for (int i = 1; i < size - 1; i++) {
      if (odds[i + 1] - odds[i] < odds[closest + 1] - odds[closest]) {
        closest = i;
      }
    }
    Stake free = groups[closest + 1];
    groups[closest].add(free);
    odds[closest] = groups[closest].logOdds();
    System.arraycopy(groups, closest + 2, groups, closest + 1, size - closest - 2);
    System.arraycopy(odds, closest + 2, odds, closest + 1, size - closest - 2);
    size--;
    groups[size] = free;
  }

  /// The canary's rate divided by the baseline's.
  ///
  /// @param alpha chance that it ever lies outside, between 0 and 1
  public Interval ratio(double alpha) {
    double needed = Level.threshold(alpha / 2);
    DoubleUnaryOperator low = at -> logE(Grid.WORSE, ratioOf(at)) - needed;
    DoubleUnaryOperator high = at -> logE(Grid.BETTER, ratioOf(at)) - needed;
    double lower = 0;
    if (low.applyAsDouble(-MOST_LOG_RATIO) > 0) {
      lower = StrictMath.exp(Root.between(-MOST_LOG_RATIO, MOST_LOG_RATIO, 1e-11, low));
    }
    double upper = Double.POSITIVE_INFINITY;
    if (high.applyAsDouble(MOST_LOG_RATIO) > 0) {
      upper = StrictMath.exp(Root.between(-MOST_LOG_RATIO, MOST_LOG_RATIO, 1e-11, high));
    }
    return new Interval(lower, upper);
  }

  /// The canary's rate minus the baseline's, in events per request; infinite on both sides without
  /// data.
  ///
  /// @param alpha chance that it ever lies outside, between 0 and 1
  public Interval difference(double alpha) {
    double needed = Level.threshold(alpha / 2);
    if (size == 0) {
      return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    return new Interval(
        outwards(-1, at -> logE(Grid.WORSE, new Tolerance(0, at)) - needed),
        outwards(1, at -> logE(Grid.BETTER, new Tolerance(0, at)) - needed));
  }

  /// The value from which on `evidence` is positive, looking in one `direction` from what was seen.
  private double outwards(int direction, DoubleUnaryOperator evidence) {
    double step = direction * 1e-4;
    double near = 0;
    while (evidence.applyAsDouble(near) > 0) {
      near -= step;
      step *= 2;
    }
    double far = near + step;
    while (evidence.applyAsDouble(far) <= 0) {
      step *= 2;
      far = near + step;
    }
    return Root.between(near, far, 1e-13, evidence);
  }

  private static Tolerance ratioOf(double logRatio) {
    return new Tolerance(StrictMath.exp(logRatio) - 1, 0);
  }

  private double logE(Grid grid, Tolerance tolerance) {
    double[] logs = grid.logPrior();
    for (int j = 0; j < logs.length; j++) {
      for (int i = 0; i < size; i++) {
        logs[j] += groups[i].canaryEvents() * grid.logRho(j);
        logs[j] -= groups[i].cost(grid.rho(j), tolerance);
      }
    }
    return LogSum.of(logs);
  }

  /// The state, to go on with after a restart.
  public byte[] snapshot() {
    var to = new SnapshotWriter(SnapshotKind.RATE_INTERVALS);
    waiting.write(to);
    to.put((long) size);
    for (int i = 0; i < size; i++) {
      to.put(odds[i]);
      groups[i].write(to);
    }
    return to.bytes();
  }

  /// The accumulator that `snapshot` was taken of.
  ///
  /// @throws IllegalArgumentException when it is damaged, of something else, or of another version
  public static RateIntervals restore(byte[] snapshot) {
    var from = new SnapshotReader(snapshot, SnapshotKind.RATE_INTERVALS);
    var intervals = new RateIntervals();
    intervals.waiting.read(from);
    intervals.size = from.count(MOST_GROUPS);
    for (int i = 0; i < intervals.size; i++) {
      intervals.odds[i] = from.real();
      intervals.groups[i].read(from);
    }
    from.end();
    return intervals;
  }
}
