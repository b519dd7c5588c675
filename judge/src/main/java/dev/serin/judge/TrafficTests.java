package dev.serin.judge;

import dev.serin.judge.sequential.ShareTest;
import dev.serin.judge.special.LogSum;
import java.util.List;

/// Finds a canary that does not get its share of the requests, or does not serve what it gets:
/// requests that vanish show up nowhere else. Whether it gets its share is only known when requests
/// are sent one by one.
final class TrafficTests implements SignalTests {
  private static final double LOG_HALF = StrictMath.log(0.5);

  private final Terms terms;
  private final Tests tests;
  private final Sums sums;

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

  TrafficTests(Terms terms) {
    this(
        terms,
        new Tests(
            ShareTest.ofSuccesses(terms.margin().relative(), terms.alpha()),
            ShareTest.ofSuccesses(terms.margin().relative(), terms.alpha())),
        new Sums());
  }

  private TrafficTests(Terms terms, Tests tests, Sums sums) {
    this.terms = terms;
    this.tests = tests;
    this.sums = sums;
  }

  static TrafficTests of(Terms terms, Parcel.Parts parts) {
    Tests tests = new Tests(ShareTest.restore(parts.next()), ShareTest.restore(parts.next()));
    Sums sums = new Sums();
    sums.all.add(Counts.of(parts.numbers(4)));
    sums.waiting.add(Counts.of(parts.numbers(4)));
    sums.highest = Double.longBitsToDouble(parts.numbers(1)[0]);
    return new TrafficTests(terms, tests, sums);
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

  /// The mean of both e-values.
  private double logE() {
    return LOG_HALF + LogSum.of(tests.gets.logE(), tests.serves.logE());
  }

  @Override
  public Strength strength() {
    return new Strength(logE(), sums.highest, tests.gets.threshold());
  }

  @Override
  public Standing standing(boolean worse) {
    return new Standing(
        terms, sums.all.canaryEnded, sums.all.baselineEnded, "requests", worse, false, strength());
  }

  @Override
  public List<Estimate> estimates() {
    return List.of(
        new Estimate(
            "served share of requests",
            Estimate.Unit.SHARE,
            sums.all.canaryServed / (double) sums.all.canaryEnded,
            sums.all.baselineServed / (double) sums.all.baselineEnded,
            null,
            null));
  }

  @Override
  public void into(Parcel parcel) {
    parcel.put(tests.gets.snapshot()).put(tests.serves.snapshot());
    sums.all.into(parcel);
    sums.waiting.into(parcel);
    parcel.put(Double.doubleToRawLongBits(sums.highest));
  }
}
