package dev.serin.judge;

import dev.serin.judge.sequential.ShareTest;
import dev.serin.judge.special.LogSum;
import java.util.List;

/// Finds a canary that does not get its share of the requests, or does not serve what it gets:
/// requests that vanish show up nowhere else. Whether it gets its share is only known when requests
/// are sent one by one.
public final class TrafficComparison implements Comparison {
  private static final double LOG_HALF = StrictMath.log(0.5);

  private final Terms terms;
  private final Tests tests;
  private final Sums sums;
  private boolean condemned;

  private record Tests(ShareTest gets, ShareTest serves) {}

  /// What ended on each side, and what ended well: in all, and since the last bet.
  private static final class Sums {
    private final Counts all = new Counts();
    private final Counts waiting = new Counts();
    private double highest;
  }

  private static final class Counts {
    private long canaryEnded;
    private long canaryServed;
    private long baselineEnded;
    private long baselineServed;

    static Counts of(long[] numbers) {
      Counts counts = new Counts();
      counts.canaryEnded = numbers[0];
      counts.canaryServed = numbers[1];
      counts.baselineEnded = numbers[2];
      counts.baselineServed = numbers[3];
      return counts;
    }

    void add(Counts more) {
      canaryEnded += more.canaryEnded;
      canaryServed += more.canaryServed;
      baselineEnded += more.baselineEnded;
      baselineServed += more.baselineServed;
    }

    void clear() {
      canaryEnded = 0;
      canaryServed = 0;
      baselineEnded = 0;
      baselineServed = 0;
    }

    void into(Parcel parcel) {
      parcel.put(canaryEnded, canaryServed, baselineEnded, baselineServed);
    }
  }

  TrafficComparison(Terms terms) {
    this(
        terms,
        new Tests(
            ShareTest.ofSuccesses(terms.margin().relative(), terms.alpha()),
            ShareTest.ofSuccesses(terms.margin().relative(), terms.alpha())),
        new Sums(),
        false);
  }

  private TrafficComparison(Terms terms, Tests tests, Sums sums, boolean condemned) {
    this.terms = terms;
    this.tests = tests;
    this.sums = sums;
    this.condemned = condemned;
  }

  static TrafficComparison of(Terms terms, Parcel.Parts parts) {
    Tests tests = new Tests(ShareTest.restore(parts.next()), ShareTest.restore(parts.next()));
    Sums sums = new Sums();
    sums.all.add(Counts.of(parts.numbers(4)));
    sums.waiting.add(Counts.of(parts.numbers(4)));
    long[] numbers = parts.numbers(2);
    sums.highest = Double.longBitsToDouble(numbers[0]);
    return new TrafficComparison(terms, tests, sums, numbers[1] == 1);
  }

  @Override
  public Terms terms() {
    return terms;
  }

  @Override
  public void add(Sample sample) {
    if (!(sample instanceof Sample.Requests(Served baseline, Served canary, double share))) {
      throw new IllegalArgumentException("traffic is compared by requests");
    }
    Counts came =
        Counts.of(new long[] {canary.ended(), served(canary), baseline.ended(), served(baseline)});
    sums.all.add(came);
    sums.waiting.add(came);
    if (share > 0 && share < 1) {
      tests.gets.update(share, canary.routed(), baseline.routed());
    }
    if (sums.waiting.canaryEnded > 0 && sums.waiting.baselineEnded > 0) {
      betOnService(sums.waiting);
      sums.waiting.clear();
    }
    sums.highest = Math.max(sums.highest, logE());
  }

  /// Of requests that are over, so that one under way counts neither for nor against its side.
  private void betOnService(Counts counts) {
    double ended = (double) counts.canaryEnded + counts.baselineEnded;
    tests.serves.update(counts.canaryEnded / ended, counts.canaryServed, counts.baselineServed);
  }

  private static long served(Served side) {
    return side.answered() - side.failed();
  }

  @Override
  public void learn(Served baseline) {
    // Only the shape of latencies can be learnt beforehand.
  }

  @Override
  public double logE() {
    return LOG_HALF + LogSum.of(tests.gets.logE(), tests.serves.logE());
  }

  @Override
  public boolean worse() {
    return condemned || sums.highest >= tests.gets.threshold();
  }

  @Override
  public void condemn() {
    condemned = true;
  }

  @Override
  public Evidence evidence() {
    Estimate gets =
        new Estimate(
            "served share of requests",
            Estimate.Unit.SHARE,
            sums.all.canaryServed / (double) sums.all.canaryEnded,
            sums.all.baselineServed / (double) sums.all.baselineEnded,
            null,
            null);
    return new Standing(
            terms,
            sums.all.canaryEnded,
            sums.all.baselineEnded,
            "requests",
            worse(),
            false,
            new Strength(logE(), sums.highest, tests.gets.threshold()))
        .evidence(List.of(gets));
  }

  @Override
  public byte[] snapshot() {
    Parcel parcel = Parcel.of(terms).put(tests.gets.snapshot()).put(tests.serves.snapshot());
    sums.all.into(parcel);
    sums.waiting.into(parcel);
    return parcel.put(Double.doubleToRawLongBits(sums.highest), condemned ? 1 : 0).bytes();
  }
}
