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

  /// What was sent to each side, and what came back well.
  private static final class Sums {
    private long canaryRouted;
    private long canaryServed;
    private long baselineRouted;
    private long baselineServed;
    private double highest;
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
    long[] numbers = parts.numbers(6);
    Sums sums = new Sums();
    sums.canaryRouted = numbers[0];
    sums.canaryServed = numbers[1];
    sums.baselineRouted = numbers[2];
    sums.baselineServed = numbers[3];
    sums.highest = Double.longBitsToDouble(numbers[4]);
    return new TrafficComparison(terms, tests, sums, numbers[5] == 1);
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
    sums.canaryRouted += canary.routed();
    sums.canaryServed += served(canary);
    sums.baselineRouted += baseline.routed();
    sums.baselineServed += served(baseline);
    if (share > 0 && share < 1) {
      tests.gets.update(share, canary.routed(), baseline.routed());
    }
    if (canary.routed() > 0 && baseline.routed() > 0) {
      double realised = canary.routed() / (double) (canary.routed() + baseline.routed());
      tests.serves.update(realised, served(canary), served(baseline));
    }
    sums.highest = Math.max(sums.highest, logE());
  }

  private static long served(Served side) {
    return side.answered() - side.failed();
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
            sums.canaryServed / (double) sums.canaryRouted,
            sums.baselineServed / (double) sums.baselineRouted,
            null,
            null);
    return new Standing(
            terms,
            sums.canaryRouted,
            sums.baselineRouted,
            "requests",
            worse(),
            false,
            new Strength(logE(), sums.highest, tests.gets.threshold()))
        .evidence(List.of(gets));
  }

  @Override
  public byte[] snapshot() {
    return Parcel.of(terms)
        .put(tests.gets.snapshot())
        .put(tests.serves.snapshot())
        .put(
            sums.canaryRouted,
            sums.canaryServed,
            sums.baselineRouted,
            sums.baselineServed,
            Double.doubleToRawLongBits(sums.highest),
            condemned ? 1 : 0)
        .bytes();
  }
}
