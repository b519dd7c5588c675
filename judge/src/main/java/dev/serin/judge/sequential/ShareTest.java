package dev.serin.judge.sequential;

import dev.serin.judge.special.LogSum;

/// Finds that the canary gets, or serves, another part of the traffic than it should. The null is
/// that the odds of its share are within a margin, as load balancers are never exact.
public final class ShareTest implements EProcess {
  private static final double LOG_HALF = -StrictMath.log(2);

  private final double margin;
  private final double alpha;
  private final boolean downOnly;
  private final double threshold;
  private final Mixture more;
  private final Mixture less;
  private double highest;
  private long lastSequence = Long.MIN_VALUE;

  private ShareTest(double margin, double alpha, boolean downOnly) {
    if (!(margin >= 0) || Double.isInfinite(margin)) {
      throw new IllegalArgumentException("a margin must be 0 or more, but is " + margin);
    }
    this.margin = margin;
    this.alpha = alpha;
    this.downOnly = downOnly;
    this.threshold = Level.threshold(alpha);
    this.more = new Mixture(Grid.MORE, new Tolerance(margin, 0));
    this.less = new Mixture(Grid.LESS, new Tolerance(-margin / (1 + margin), 0));
  }

  /// A test for requests that are routed to the wrong version, in either direction.
  ///
  /// @param margin on the odds, 0 or more; 0.02 is usual
  /// @param alpha chance of a false alarm over the whole life of the test, between 0 and 1
  public static ShareTest ofRequests(double margin, double alpha) {
    return new ShareTest(margin, alpha, false);
  }

  /// A test for requests that the canary fails to serve: counts successful responses, looks for too
  /// few only.
  ///
  /// @param margin on the odds, 0 or more; 0.05 is usual
  /// @param alpha chance of a false alarm over the whole life of the test, between 0 and 1
  public static ShareTest ofSuccesses(double margin, double alpha) {
    return new ShareTest(margin, alpha, true);
  }

  /// Takes in one batch.
  ///
  /// @param share of the traffic that the canary should have got meanwhile, between 0 and 1
  /// @param canary requests (or successes) of the canary
  /// @param baseline requests (or successes) of the baseline
  /// @return [#logE] after it
  /// @throws IllegalArgumentException when a count is negative or the share is out of range
  public double update(double share, long canary, long baseline) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("a share must lie between 0 and 1, but is " + share);
    }
    less.update(share, canary, 1 - share, baseline);
    if (!downOnly) {
      more.update(share, canary, 1 - share, baseline);
    }
    highest = Math.max(highest, logE());
    return logE();
  }

  /// Takes in batch number `sequence`; ignores it unless its number is higher than all before.
  ///
  /// @return [#logE] after it
  public double update(long sequence, double share, long canary, long baseline) {
    if (sequence <= lastSequence) {
      return logE();
    }
    lastSequence = sequence;
    return update(share, canary, baseline);
  }

  @Override
  public double logE() {
    return downOnly ? less.logE() : LOG_HALF + LogSum.of(less.logE(), more.logE());
  }

  @Override
  public double highest() {
    return highest;
  }

  @Override
  public double threshold() {
    return threshold;
  }

  /// A new test with the evidence of both, for two routers that each saw a part of the traffic:
  /// the gains of each bet are multiplied. Valid when both route independently of each other; only
  /// the merged test is then to be looked at.
  ///
  /// @throws IllegalArgumentException when the settings of the two differ
  public ShareTest mergedWith(ShareTest other) {
    if (margin != other.margin || alpha != other.alpha || downOnly != other.downOnly) {
      throw new IllegalArgumentException("only tests with equal settings can be merged");
    }
    ShareTest merged = restore(snapshot());
    merged.more.multiply(other.more);
    merged.less.multiply(other.less);
    merged.highest = Math.max(0, merged.logE());
    merged.lastSequence = Math.max(lastSequence, other.lastSequence);
    return merged;
  }

  @Override
  public byte[] snapshot() {
    var to = new SnapshotWriter(SnapshotKind.SHARE);
    to.put(margin).put(alpha).put(downOnly ? 1L : 0L).put(highest).put(lastSequence);
    more.write(to);
    less.write(to);
    return to.bytes();
  }

  /// The test that `snapshot` was taken of.
  ///
  /// @throws IllegalArgumentException when it is damaged, of something else, or of another version
  public static ShareTest restore(byte[] snapshot) {
    var from = new SnapshotReader(snapshot, SnapshotKind.SHARE);
    double margin = from.real();
    double alpha = from.real();
    var test = new ShareTest(margin, alpha, from.whole() == 1);
    test.highest = from.real();
    test.lastSequence = from.whole();
    test.more.read(from);
    test.less.read(from);
    from.end();
    return test;
  }
}
