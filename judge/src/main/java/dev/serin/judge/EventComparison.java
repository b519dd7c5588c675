package dev.serin.judge;

import dev.serin.judge.sequential.NonInferiorityTest;
import dev.serin.judge.sequential.RateIntervals;
import dev.serin.judge.sequential.RegressionTest;
import java.util.List;

/// Compares how often something happens: failures among requests, or any event among counts.
public final class EventComparison implements Comparison {
  /// The chance of calling a canary at the margin not worse.
  static final double ALPHA_SAFE = 0.05;

  private final Terms terms;
  private final Tests tests;
  private final Totals totals;
  private boolean condemned;

  /// What is kept of each test.
  private record Tests(RegressionTest worse, NonInferiorityTest safe, RateIntervals intervals) {}

  EventComparison(Terms terms) {
    this(
        terms,
        new Tests(
            regression(terms),
            new NonInferiorityTest(terms.margin(), ALPHA_SAFE),
            new RateIntervals()),
        new Totals(),
        false);
  }

  private EventComparison(Terms terms, Tests tests, Totals totals, boolean condemned) {
    this.terms = terms;
    this.tests = tests;
    this.totals = totals;
    this.condemned = condemned;
  }

  private static RegressionTest regression(Terms terms) {
    return terms.dispersion() > 1
        ? RegressionTest.dispersed(terms.margin(), terms.alpha(), terms.dispersion())
        : new RegressionTest(terms.margin(), terms.alpha());
  }

  static EventComparison of(Terms terms, Parcel.Parts parts) {
    Tests tests =
        new Tests(
            RegressionTest.restore(parts.next()),
            NonInferiorityTest.restore(parts.next()),
            RateIntervals.restore(parts.next()));
    Totals totals = Totals.of(parts);
    return new EventComparison(terms, tests, totals, parts.numbers(1)[0] == 1);
  }

  @Override
  public Terms terms() {
    return terms;
  }

  @Override
  public void add(Sample sample) {
    if (!(sample instanceof Sample.Requests(Served baseline, Served canary, _))) {
      throw new IllegalArgumentException(terms.signal().word() + " are compared by requests");
    }
    totals.add(baseline, canary);
    double requests = (double) canary.answered();
    double compared = (double) baseline.answered();
    tests.worse.update(requests, canary.failed(), compared, baseline.failed());
    tests.safe.update(requests, canary.failed(), compared, baseline.failed());
    tests.intervals.add(requests, canary.failed(), compared, baseline.failed());
  }

  @Override
  public void learn(Served baseline) {
    // Only the shape of latencies can be learnt beforehand.
  }

  @Override
  public double logE() {
    return tests.worse.logE();
  }

  @Override
  public boolean worse() {
    return condemned || tests.worse.alarmed();
  }

  @Override
  public void condemn() {
    condemned = true;
  }

  @Override
  public Evidence evidence() {
    boolean both = totals.canary() > 0 && totals.baseline() > 0;
    Estimate rate =
        new Estimate(
            terms.signal() == Signal.ERRORS ? "error rate" : "event rate",
            Estimate.Unit.SHARE,
            totals.canaryRate(),
            totals.baselineRate(),
            both ? tests.intervals.ratio(terms.alpha()) : null,
            both ? tests.intervals.difference(terms.alpha()) : null);
    return new Standing(
            terms,
            totals.canary(),
            totals.baseline(),
            "requests",
            worse(),
            tests.safe.concluded(),
            Strength.of(tests.worse))
        .evidence(List.of(rate));
  }

  @Override
  public byte[] snapshot() {
    return totals
        .into(
            Parcel.of(terms)
                .put(tests.worse.snapshot())
                .put(tests.safe.snapshot())
                .put(tests.intervals.snapshot()))
        .put(condemned ? 1L : 0L)
        .bytes();
  }
}
