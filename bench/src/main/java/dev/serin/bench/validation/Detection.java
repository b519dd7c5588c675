package dev.serin.bench.validation;

import dev.serin.bench.Report;
import dev.serin.judge.sequential.RegressionTest;
import dev.serin.judge.sequential.Tolerance;
import java.util.List;

/// How many canary requests a regression costs until it is found, beside the least that any test
/// needs.
final class Detection implements Section {
  /// The twelve regressions that all figures are about.
  static final List<Cell> CELLS = cells();

  private static final int RUNS = 4000;
  private static final double[] REFERENCE = {
    971, 1165, 2512, 314, 393, 919, 953, 1091, 2184, 97, 117, 251
  };
  private static final double[] REFERENCE_SCRAPES = {
    1003, 1231, 2831, 336, 483, 1271, 955, 1140, 2444, 111, 210, 756
  };
  private static final double[] REFERENCE_TOLERANT = {1421, 1659, 3290};

  @Override
  public String name() {
    return "detection";
  }

  @Override
  public void run(Plan plan, Report report) {
    everyRequest(plan, report, 0.05, 1.35);
    everyRequest(plan, report, 0.01, 1.28);
    scrapes(plan, report);
    tolerant(plan, report);
  }

  private static void everyRequest(Plan plan, Report report, double alpha, double mostOnAverage) {
    report.title("Requests to detection, alpha " + Cell.percent(alpha));
    report.say("A look after every request; %d runs.".formatted(plan.runs(RUNS)));
    report.columns(
        "regression, split",
        "least possible",
        "mean canary requests",
        "median",
        "failed",
        "ratio",
        "reference",
        "gate");
    double logs = 0;
    for (int i = 0; i < CELLS.size(); i++) {
      logs += Math.log(everyRequest(plan, report, i, alpha));
    }
    double ratio = Math.exp(logs / CELLS.size());
    report.say(
        "Geometric mean of the ratios: **%.3f** (at most %.2f: %s)."
            .formatted(
                ratio,
                mostOnAverage,
                report.atMost("mean ratio, alpha " + alpha, ratio, mostOnAverage)));
  }

  private static double everyRequest(Plan plan, Report report, int number, double alpha) {
    Cell cell = CELLS.get(number);
    double limit = cell.limit(Tolerance.NONE, alpha);
    int runs = plan.runs(RUNS);
    var requests = new Sample(runs);
    double failed = 0;
    for (int run = 0; run < runs; run++) {
      var rule = CountRule.of(new RegressionTest(Tolerance.NONE, alpha));
      var feed = new Feed(cell, plan.draws("detection " + cell + alpha, run));
      Stop stop = feed.perRequest(rule, 100 * limit / cell.weight());
      requests.add(stop.canaryRequests());
      failed += (double) stop.canaryFailures() / runs;
    }
    double reference = alpha == 0.05 ? REFERENCE[number] : 1.31 * limit;
    double most = 1.1 * reference + (plan.quick() ? 3 * requests.error() : 0);
    report.row(
        cell.toString(),
        Report.round(limit),
        Report.round(requests.mean()) + " ± " + Report.round(requests.error()),
        Report.round(requests.quantile(0.5)),
        "%.1f".formatted(failed),
        "%.2f".formatted(requests.mean() / limit),
        (alpha == 0.05 ? "" : "at most ") + Report.round(reference),
        report.atMost("detection " + cell + ", alpha " + alpha, requests.mean(), most));
    return requests.mean() / limit;
  }

  private static void scrapes(Plan plan, Report report) {
    report.title("Requests to detection with scrapes, alpha 5 %");
    report.say(
        "A look every second and every 15 s, 100 requests a second; %d runs."
            .formatted(plan.runs(RUNS)));
    report.columns("regression, split", "every 1 s", "every 15 s", "ratio", "reference", "gate");
    for (int i = 0; i < CELLS.size(); i++) {
      Cell cell = CELLS.get(i);
      double limit = cell.limit(Tolerance.NONE, 0.05);
      Sample second = batches(plan, cell, 100, Tolerance.NONE);
      Sample scrape = batches(plan, cell, 1500, Tolerance.NONE);
      double most = 1.1 * REFERENCE_SCRAPES[i] + (plan.quick() ? 3 * scrape.error() : 0);
      report.row(
          cell.toString(),
          Report.round(second.mean()),
          Report.round(scrape.mean()) + " ± " + Report.round(scrape.error()),
          "%.2f".formatted(scrape.mean() / limit),
          Report.round(REFERENCE_SCRAPES[i]),
          report.atMost("detection with scrapes " + cell, scrape.mean(), most));
    }
  }

  private static void tolerant(Plan plan, Report report) {
    report.title("Requests to detection with a tolerance");
    report.say("Tolerated: 1.1 times + 0.02 percentage points; a look every second; alpha 5 %.");
    report.columns("regression, split", "least possible", "mean", "ratio", "reference", "gate");
    for (int i = 0; i < 3; i++) {
      Cell cell = CELLS.get(i);
      double limit = cell.limit(Tolerance.ofFactor(1.1, 0.0002), 0.05);
      Sample found = batches(plan, cell, 100, new Tolerance(0.1, 0.0002));
      double most = 1.1 * REFERENCE_TOLERANT[i] + (plan.quick() ? 3 * found.error() : 0);
      report.row(
          cell.toString(),
          Report.round(limit),
          Report.round(found.mean()) + " ± " + Report.round(found.error()),
          "%.2f".formatted(found.mean() / limit),
          Report.round(REFERENCE_TOLERANT[i]),
          report.atMost("detection with tolerance " + cell, found.mean(), most));
    }
  }

  private static Sample batches(Plan plan, Cell cell, int size, Tolerance tolerance) {
    int runs = plan.runs(RUNS);
    var requests = new Sample(runs);
    double most = 200 * cell.limit(Tolerance.NONE, 0.05) / cell.weight() + 200.0 * size;
    for (int run = 0; run < runs; run++) {
      var rule = CountRule.of(new RegressionTest(tolerance, 0.05));
      var feed = new Feed(cell, plan.draws("detection " + cell + size + tolerance, run));
      requests.add(feed.perBatch(rule, most, size).canaryRequests());
    }
    return requests;
  }

  private static List<Cell> cells() {
    double[][] rates = {{0.001, 0.005}, {0.001, 0.01}, {0.01, 0.02}, {0.01, 0.05}};
    List<Cell> cells = new java.util.ArrayList<>();
    for (double[] pair : rates) {
      for (double weight : new double[] {0.01, 0.1, 0.5}) {
        cells.add(new Cell(weight, pair[0], pair[1]));
      }
    }
    return List.copyOf(cells);
  }
}
