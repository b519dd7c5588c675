package dev.serin.bench.validation;

import dev.serin.bench.Report;
import dev.serin.judge.planning.InformationLimit;
import dev.serin.judge.published.EmpiricalProcessBound;
import dev.serin.judge.sequential.TiltTest;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;

/// How many canary requests a slowdown costs until it is found.
final class LatencySection implements Section {
  private static final double ALPHA = 0.05;
  private static final double CAP = 70;

  /// Requests of both versions from look to look.
  private static final int LOOK = 20;

  private record Row(Latency canary, double weight, double fine, double classic) {}

  /// A canary before buckets, up to some requests, with a look after so many of them.
  private record Case(Row row, Histogram buckets, double most, int look) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(Latency.slower(1.1), 0.1, 424, 450),
          new Row(Latency.slower(1.3), 0.1, 55, 60),
          new Row(Latency.late(0.02, 0.3), 0.1, 316, 397),
          new Row(Latency.timeout(0.005, 2), 0.1, 802, 701),
          new Row(Latency.slower(1.1), 0.5, 828, 884),
          new Row(Latency.slower(1.3), 0.5, 145, 154),
          new Row(Latency.late(0.02, 0.3), 0.5, 808, 936));

  /// A test of histograms; true once it has found a slower canary.
  private interface Rule extends BiPredicate<long[], long[]> {}

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public void run(Plan plan, Report report) {
    report.title("Requests to find a slowdown, alpha 5 %");
    report.say(
        "Lognormal latencies, a look every 20 requests; %d runs, ended at 70 times the least possible. Watchful: with cash, share and more bets on the tail. Taught: 5000 requests of the baseline from before the rollout. DKW: time-uniform bands around both distributions, as Netflix publishes them."
            .formatted(plan.runs(400)));
    report.columns(
        "canary, split",
        "least possible",
        "growth 1.1",
        "ratio",
        "reference",
        "gate",
        "14 classic buckets",
        "reference",
        "gate",
        "watchful",
        "ratio",
        "watchful, taught",
        "ratio",
        "DKW bands");
    double logTails = 0;
    for (Row row : ROWS) {
      double ratio = row(plan, report, row);
      logTails += row.canary().late() > 0 ? Math.log(ratio) : 0;
    }
    double tails = Math.exp(logTails / 3);
    report.say(
        "Geometric mean of the tails' ratios, watchful and taught: **%.2f** (at most 2.5: %s)."
            .formatted(
                tails, report.atMost("tails, taught", tails, plan.quick() ? 2.5 * 1.3 : 2.5)));
    falseAlarms(plan, report);
  }

  private static double row(Plan plan, Report report, Row row) {
    double information =
        InformationLimit.perObservation(
            row.weight(),
            Histogram.FINE.chances(row.canary()),
            Histogram.FINE.chances(Latency.BASELINE));
    double limit = -Math.log(ALPHA) * row.weight() / information;
    var fine = new Case(row, Histogram.TENTH, CAP * limit, LOOK);
    var classicBuckets = new Case(row, Histogram.CLASSIC, CAP * limit, LOOK);
    Sample tilt = detect(plan, fine, _ -> tilt());
    Sample classic = detect(plan, classicBuckets, _ -> tilt());
    Sample watchful = detect(plan, fine, _ -> watchful());
    Sample taught = detect(plan, fine, LatencySection::taught);
    Sample bands = detect(plan, fine, _ -> bands());
    String what = "slowdown " + row.canary().name() + ", " + Cell.percent(row.weight());
    report.row(
        row.canary().name() + ", " + Cell.percent(row.weight()) + " of traffic",
        Report.round(limit),
        Report.round(tilt.mean()) + " ± " + Report.round(tilt.error()),
        "%.2f".formatted(tilt.mean() / limit),
        Report.round(row.fine()),
        report.atMost(what, tilt.mean(), most(plan, tilt, row.fine())),
        Report.round(classic.mean()),
        Report.round(row.classic()),
        report.atMost(what + ", classic", classic.mean(), most(plan, classic, row.classic())),
        Report.round(watchful.mean()),
        "%.2f".formatted(watchful.mean() / limit),
        Report.round(taught.mean()),
        "%.2f".formatted(taught.mean() / limit),
        bands.quantile(0.1) >= 0.95 * CAP * limit ? "not found" : Report.round(bands.mean()));
    return taught.mean() / limit;
  }

  private static double most(Plan plan, Sample sample, double reference) {
    return 1.15 * reference + (plan.quick() ? 3 * sample.error() : 0);
  }

  private static Sample detect(Plan plan, Case one, Function<Draws, Rule> rules) {
    int runs = plan.runs(400);
    var requests = new Sample(runs);
    for (int run = 0; run < runs; run++) {
      Draws draws = plan.draws("latency " + one.row(), run);
      requests.add(run(one, rules.apply(draws), draws).canaryRequests());
    }
    return requests;
  }

  private static Stop run(Case one, Rule rule, Draws draws) {
    Row row = one.row();
    double requests = 0;
    while (requests < one.most()) {
      int canary = draws.binomial(one.look(), row.weight());
      requests += canary;
      long[] counts = one.buckets().counts(row.canary(), canary, draws);
      if (rule.test(counts, one.buckets().counts(Latency.BASELINE, one.look() - canary, draws))) {
        return new Stop(true, requests, 0);
      }
    }
    return new Stop(false, requests, 0);
  }

  private static void falseAlarms(Plan plan, Report report) {
    int runs = plan.runs(800);
    report.say("False alarms over 360 000 requests, a look every 100; %d runs.".formatted(runs));
    report.columns("canary, split", "growth 1.1", "watchful", "at most", "gate");
    for (double weight : new double[] {0.1, 0.5}) {
      for (double factor : new double[] {1, 0.8}) {
        var row = new Row(Latency.slower(factor), weight, 0, 0);
        double plain = part(plan, row, _ -> tilt());
        double watchful = part(plan, row, _ -> watchful());
        double most = factor < 1 ? 0 : ALPHA + 3 * Math.sqrt(ALPHA * (1 - ALPHA) / runs);
        String what = "latency x " + factor + ", " + Cell.percent(weight);
        report.row(
            what,
            Report.percent(plain),
            Report.percent(watchful),
            Report.percent(most),
            report.atMost("false alarms, " + what, Math.max(plain, watchful), most));
      }
    }
  }

  private static double part(Plan plan, Row row, Function<Draws, Rule> rules) {
    int runs = plan.runs(800);
    int alarms = 0;
    for (int run = 0; run < runs; run++) {
      Draws draws = plan.draws("latency " + row, run);
      var one = new Case(row, Histogram.TENTH, 360_000 * row.weight(), 100);
      alarms += run(one, rules.apply(draws), draws).alarmed() ? 1 : 0;
    }
    return (double) alarms / runs;
  }

  private static Rule tilt() {
    return of(new TiltTest(ALPHA));
  }

  private static Rule watchful() {
    return of(TiltTest.watchful(ALPHA));
  }

  /// Knows 5000 requests of the baseline from before the rollout.
  private static Rule taught(Draws draws) {
    TiltTest test = TiltTest.watchful(ALPHA);
    test.learn(Histogram.TENTH.counts(Latency.BASELINE, 5000, draws));
    return of(test);
  }

  private static Rule of(TiltTest test) {
    return (canary, baseline) -> {
      test.update(canary, baseline);
      return test.alarmed();
    };
  }

  private static Rule bands() {
    var bound = new EmpiricalProcessBound(ALPHA / 2, 1, EmpiricalProcessBound.DEFAULT_FACTOR);
    long[] canarySums = new long[Histogram.TENTH.size()];
    long[] baselineSums = new long[Histogram.TENTH.size()];
    return (canary, baseline) -> {
      for (int i = 0; i < canary.length; i++) {
        canarySums[i] += canary[i];
        baselineSums[i] += baseline[i];
      }
      return apart(canarySums, baselineSums, bound);
    };
  }

  private static boolean apart(long[] canary, long[] baseline, EmpiricalProcessBound bound) {
    double canaryAll = java.util.Arrays.stream(canary).sum();
    double baselineAll = java.util.Arrays.stream(baseline).sum();
    double needed = bound.at(canaryAll) + bound.at(baselineAll);
    double canaryBelow = 0;
    double baselineBelow = 0;
    for (int i = 0; i < canary.length; i++) {
      canaryBelow += canary[i];
      baselineBelow += baseline[i];
      if (baselineBelow / baselineAll - canaryBelow / canaryAll > needed) {
        return true;
      }
    }
    return false;
  }
}
