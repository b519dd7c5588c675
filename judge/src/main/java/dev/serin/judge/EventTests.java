package dev.serin.judge;

import dev.serin.judge.sequential.NonInferiorityTest;
import dev.serin.judge.sequential.RateIntervals;
import dev.serin.judge.sequential.RegressionTest;
import java.util.List;

/// Compares how often something happens: failures among requests, or any event among counts.
final class EventTests implements SignalTests {
  /// The chance of calling a canary at the margin not worse.
  static final double ALPHA_SAFE = 0.05;

  private final Terms terms;
  private final Tests tests;
  private final Totals totals;

  /// What is kept of each test.
  private record Tests(RegressionTest worse, NonInferiorityTest safe, RateIntervals intervals) {}

  EventTests(Terms terms) {
    this(
        terms,
        new Tests(
            regression(terms),
            new NonInferiorityTest(terms.margin(), ALPHA_SAFE),
            new RateIntervals()),
        new Totals());
  }

  private EventTests(Terms terms, Tests tests, Totals totals) {
    this.terms = terms;
    this.tests = tests;
    this.totals = totals;
  }

  private static RegressionTest regression(Terms terms) {
    return terms.dispersion() > 1
        ? RegressionTest.dispersed(terms.margin(), terms.alpha(), terms.dispersion())
        : new RegressionTest(terms.margin(), terms.alpha());
  }

  static EventTests of(Terms terms, Parcel.Parts parts) {
    Tests tests =
        new Tests(
            RegressionTest.restore(parts.next()),
            NonInferiorityTest.restore(parts.next()),
            RateIntervals.restore(parts.next()));
    return new EventTests(terms, tests, Totals.of(parts));
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
  public Strength strength() {
    return Strength.of(tests.worse);
  }

  @Override
  public Standing standing(boolean worse) {
    return new Standing(
        terms,
        totals.canary(),
        totals.baseline(),
        "requests",
        worse,
        tests.safe.concluded(),
        strength());
  }

  @Override
  public List<Estimate> estimates() {
    boolean both = totals.canary() > 0 && totals.baseline() > 0;
    return List.of(
        new Estimate(
            terms.signal() == Signal.ERRORS ? "error rate" : "event rate",
            Estimate.Unit.SHARE,
            totals.canaryRate(),
            totals.baselineRate(),
            both ? tests.intervals.ratio(terms.alpha()) : null,
            both ? tests.intervals.difference(terms.alpha()) : null));
  }

  @Override
  public void into(Parcel parcel) {
    parcel.put(tests.worse.snapshot()).put(tests.safe.snapshot()).put(tests.intervals.snapshot());
    totals.into(parcel);
  }
}
