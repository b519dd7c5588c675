package dev.serin.judge;

import dev.serin.judge.latency.LatencyBuckets;
import dev.serin.judge.latency.LatencyHistogram;
import dev.serin.judge.latency.Shift;
import dev.serin.judge.sequential.LatencyNonInferiorityTest;
import dev.serin.judge.sequential.LatencyPromise;
import dev.serin.judge.sequential.TiltTest;
import dev.serin.judge.sequential.Tolerance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares how long requests take: the whole distribution for harm, and each promised quantile for
/// its absence. When the buckets change it begins anew.
final class LatencyTests implements SignalTests {
  /// How much more frequent slow requests may be in a canary that is promised not to be slower.
  private static final double LEAST = 0.1;

  private final Terms terms;
  private TiltTest worse;
  private @Nullable Seen seen;

  LatencyTests(Terms terms) {
    this(terms, TiltTest.watchful(terms.alpha()));
  }

  private LatencyTests(Terms terms, TiltTest worse) {
    this.terms = terms;
    this.worse = worse;
  }

  /// What was seen, in the buckets of the first sample.
  private static final class Seen {
    private final Shift shift;
    private final List<LatencyNonInferiorityTest> safe;
    private LatencyHistogram canary;
    private LatencyHistogram baseline;

    Seen(
        Shift shift,
        List<LatencyNonInferiorityTest> safe,
        LatencyHistogram canary,
        LatencyHistogram baseline) {
      this.shift = shift;
      this.safe = safe;
      this.canary = canary;
      this.baseline = baseline;
    }
  }

  static LatencyTests of(Terms terms, Parcel.Parts parts) {
    LatencyTests restored = new LatencyTests(terms, TiltTest.restore(parts.next()));
    long[] edges = parts.numbers();
    if (edges.length > 0) {
      LatencyBuckets buckets = LatencyBuckets.from(reals(edges));
      LatencyHistogram canary = LatencyHistogram.of(buckets, parts.numbers(edges.length));
      LatencyHistogram baseline = LatencyHistogram.of(buckets, parts.numbers(edges.length));
      List<LatencyNonInferiorityTest> safe = new ArrayList<>();
      for (int i = 0; i < terms.quantiles().size(); i++) {
        safe.add(LatencyNonInferiorityTest.restore(parts.next()));
      }
      Shift shift = shift(terms, buckets);
      shift.restore(reals(parts.numbers(edges.length)));
      restored.seen = new Seen(shift, safe, canary, baseline);
    }
    return restored;
  }

  @Override
  public void add(Sample sample) {
    if (!(sample instanceof Sample.Requests(Served baseline, Served canary, _))) {
      throw new IllegalArgumentException("latency is compared by requests");
    }
    Seen all = inBucketsOf(canary.latency());
    all.canary = all.canary.plus(canary.latency());
    all.baseline = all.baseline.plus(baseline.latency());
    long[] fresh = canary.latency().counts();
    long[] old = baseline.latency().counts();
    worse.update(all.shift.move(fresh), old);
    all.safe.forEach(test -> test.update(fresh, old));
  }

  /// When the buckets change, counts can not be added up any more: all begins anew, but for a
  /// verdict.
  private Seen inBucketsOf(LatencyHistogram latency) {
    Seen before = seen;
    if (before == null || !before.canary.buckets().equals(latency.buckets())) {
      if (before != null && !worse.alarmed()) {
        worse = TiltTest.watchful(terms.alpha());
      }
      before = first(latency.buckets());
      seen = before;
    }
    return before;
  }

  private Seen first(LatencyBuckets buckets) {
    List<LatencyNonInferiorityTest> safe =
        terms.quantiles().stream()
            .map(
                quantile ->
                    new LatencyNonInferiorityTest(
                        buckets,
                        new LatencyPromise(
                            quantile,
                            slower(),
                            new Tolerance(Math.max(LEAST, terms.margin().relative()), 0)),
                        EventTests.ALPHA_SAFE))
            .toList();
    LatencyHistogram none = LatencyHistogram.empty(buckets);
    return new Seen(shift(terms, buckets), safe, none, none);
  }

  private double slower() {
    return 1 + terms.margin().relative();
  }

  @Override
  public void learn(Served baseline) {
    inBucketsOf(baseline.latency());
    worse.learn(baseline.latency().counts());
  }

  @Override
  public Strength strength() {
    return Strength.of(worse);
  }

  private Seen seen() {
    return seen == null ? first(LatencyBuckets.FINE) : seen;
  }

  @Override
  public Standing standing(boolean called) {
    Seen all = seen();
    boolean shown =
        !all.safe.isEmpty() && all.safe.stream().allMatch(LatencyNonInferiorityTest::concluded);
    return new Standing(
        terms, all.canary.total(), all.baseline.total(), "requests", called, shown, strength());
  }

  @Override
  public List<Estimate> estimates() {
    Seen all = seen();
    return terms.quantiles().stream()
        .map(quantile -> QuantileEstimate.of(quantile, terms.alpha(), all.canary, all.baseline))
        .toList();
  }

  @Override
  public void into(Parcel parcel) {
    parcel.put(worse.snapshot());
    Seen all = seen;
    if (all == null) {
      parcel.put(new long[0]);
      return;
    }
    parcel
        .put(bits(all.canary.buckets().lowerEdges()))
        .put(all.canary.counts())
        .put(all.baseline.counts());
    all.safe.forEach(test -> parcel.put(test.snapshot()));
    parcel.put(bits(all.shift.kept()));
  }

  private static Shift shift(Terms terms, LatencyBuckets buckets) {
    return buckets.faster(1 + terms.margin().relative(), terms.margin().absolute());
  }

  private static long[] bits(double[] reals) {
    return Arrays.stream(reals).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  private static double[] reals(long[] bits) {
    return Arrays.stream(bits).mapToDouble(Double::longBitsToDouble).toArray();
  }
}
