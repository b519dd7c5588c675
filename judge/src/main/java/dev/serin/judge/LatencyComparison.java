package dev.serin.judge;

import dev.serin.judge.sequential.LatencyEdges;
import dev.serin.judge.sequential.LatencyNonInferiorityTest;
import dev.serin.judge.sequential.LatencyPromise;
import dev.serin.judge.sequential.Shift;
import dev.serin.judge.sequential.TiltTest;
import dev.serin.judge.sequential.Tolerance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares how long requests take: the whole distribution for harm, and each promised quantile for
/// its absence. When the buckets change it begins anew.
public final class LatencyComparison implements Comparison {
  /// How much more frequent slow requests may be in a canary that is promised not to be slower.
  private static final double LEAST = 0.1;

  private final Terms terms;
  private TiltTest worse;
  private @Nullable Seen seen;
  private boolean condemned;

  LatencyComparison(Terms terms) {
    this(terms, TiltTest.watchful(terms.alpha()));
  }

  private LatencyComparison(Terms terms, TiltTest worse) {
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

  static LatencyComparison of(Terms terms, Parcel.Parts parts) {
    LatencyComparison restored = new LatencyComparison(terms, TiltTest.restore(parts.next()));
    restored.condemned = parts.numbers(1)[0] == 1;
    long[] bounds = parts.numbers();
    if (bounds.length > 0) {
      LatencyBuckets buckets = buckets(bounds);
      LatencyHistogram canary = LatencyHistogram.of(buckets, parts.numbers(bounds.length));
      LatencyHistogram baseline = LatencyHistogram.of(buckets, parts.numbers(bounds.length));
      List<LatencyNonInferiorityTest> safe = new ArrayList<>();
      for (int i = 0; i < terms.quantiles().size(); i++) {
        safe.add(LatencyNonInferiorityTest.restore(parts.next()));
      }
      Shift shift = shift(terms, buckets);
      shift.restore(reals(parts.numbers(bounds.length)));
      restored.seen = new Seen(shift, safe, canary, baseline);
    }
    return restored;
  }

  @Override
  public Terms terms() {
    return terms;
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
                        edges(buckets),
                        new LatencyPromise(
                            quantile,
                            slower(),
                            new Tolerance(Math.max(LEAST, terms.margin().relative()), 0)),
                        EventComparison.ALPHA_SAFE))
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
  public double logE() {
    return worse.logE();
  }

  @Override
  public boolean worse() {
    return condemned || worse.alarmed();
  }

  @Override
  public void condemn() {
    condemned = true;
  }

  @Override
  public Evidence evidence() {
    Seen all = seen == null ? first(LatencyBuckets.FINE) : seen;
    List<Estimate> estimates =
        terms.quantiles().stream()
            .map(quantile -> QuantileEstimate.of(quantile, terms.alpha(), all.canary, all.baseline))
            .toList();
    boolean shown =
        !all.safe.isEmpty() && all.safe.stream().allMatch(LatencyNonInferiorityTest::concluded);
    return new Standing(
            terms,
            all.canary.total(),
            all.baseline.total(),
            "requests",
            worse(),
            shown,
            Strength.of(worse))
        .evidence(estimates);
  }

  @Override
  public byte[] snapshot() {
    Parcel parcel = Parcel.of(terms).put(worse.snapshot()).put(condemned ? 1L : 0L);
    Seen all = seen;
    if (all == null) {
      return parcel.put(new long[0]).bytes();
    }
    parcel.put(bounds(all.canary.buckets())).put(all.canary.counts()).put(all.baseline.counts());
    all.safe.forEach(test -> parcel.put(test.snapshot()));
    return parcel.put(bits(all.shift.kept())).bytes();
  }

  private static Shift shift(Terms terms, LatencyBuckets buckets) {
    return edges(buckets).faster(1 + terms.margin().relative(), terms.margin().absolute());
  }

  private static long[] bits(double[] reals) {
    return Arrays.stream(reals).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  private static double[] reals(long[] bits) {
    return Arrays.stream(bits).mapToDouble(Double::longBitsToDouble).toArray();
  }

  private static LatencyEdges edges(LatencyBuckets buckets) {
    return new LatencyEdges(buckets.lowerEdges());
  }

  private static long[] bounds(LatencyBuckets buckets) {
    long[] bounds = new long[buckets.count()];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = Double.doubleToRawLongBits(buckets.upperEdge(i));
    }
    return bounds;
  }

  private static LatencyBuckets buckets(long[] bounds) {
    double[] upper = new double[bounds.length];
    for (int i = 0; i < upper.length; i++) {
      upper[i] = Double.longBitsToDouble(bounds[i]);
    }
    return LatencyBuckets.below(upper);
  }
}
