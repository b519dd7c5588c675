package dev.serin.bench.validation;

import dev.serin.bench.Report;
import dev.serin.judge.sequential.RegressionTest;
import dev.serin.judge.sequential.Tolerance;

/// How often two equal versions are taken for different, when somebody looks all the time.
final class FalseAlarms implements Section {
  private static final double[] WEIGHTS = {0.01, 0.1, 0.5};
  private static final double[] RATES = {0.001, 0.01};
  private static final int RUNS = 20_000;

  @Override
  public String name() {
    return "false-alarms";
  }

  @Override
  public void run(Plan plan, Report report) {
    report.title("False alarms of two equal versions");
    report.say(
        "A look after every request; 1 000 000 requests a run at 0.1 %%, 200 000 at 1 %%; %d runs."
            .formatted(plan.runs(RUNS)));
    report.columns("failures, split", "alpha", "alarms", "at most", "gate", "at least", "gate");
    for (double alpha : new double[] {0.05, 0.01}) {
      for (double rate : RATES) {
        for (double weight : WEIGHTS) {
          cell(plan, report, Cell.equal(weight, rate), alpha);
        }
      }
    }
    batches(plan, report);
  }

  private static void cell(Plan plan, Report report, Cell cell, double alpha) {
    int runs = plan.runs(RUNS);
    double requests = cell.rate() < 0.005 ? 1e6 : 2e5;
    String what = "false alarms, " + cell + ", alpha " + alpha;
    int alarms = 0;
    for (int run = 0; run < runs; run++) {
      var rule = CountRule.of(new RegressionTest(Tolerance.NONE, alpha));
      alarms += new Feed(cell, plan.draws(what, run)).perRequest(rule, requests).alarmed() ? 1 : 0;
    }
    double part = (double) alarms / runs;
    double most = mostOf(alpha, runs);
    double least = 0.6 * alpha - (plan.quick() ? 3 * Math.sqrt(alpha / runs) : 0);
    report.row(
        cell.toString(),
        Cell.percent(alpha),
        Report.percent(part),
        Report.percent(most),
        report.atMost(what, part, most),
        Report.percent(least),
        report.atLeast(what, part, least));
  }

  /// What a test with false alarms of exactly `alpha` exceeds once in 1000 times; the last term is
  /// for the skew of few runs (Cornish and Fisher 1938).
  static double mostOf(double alpha, int runs) {
    return alpha
        + 3.09 * Math.sqrt(alpha * (1 - alpha) / runs)
        + (1 - 2 * alpha) * (3.09 * 3.09 - 1) / (6 * runs);
  }

  private static void batches(Plan plan, Report report) {
    int runs = plan.runs(2000);
    report.say(
        "Batches of 1 s and of 15 s (100 requests a second), with the share that each batch really"
            + " had, and with a tolerance of 1.1 times + 0.02 percentage points; alpha 5 %, "
            + runs
            + " runs.");
    report.columns("failures, split", "1 s", "15 s", "tolerance, 15 s", "at most", "gate");
    for (double rate : RATES) {
      for (double weight : WEIGHTS) {
        Cell cell = Cell.equal(weight, rate);
        double second = part(plan, cell, 100, Tolerance.NONE);
        double scrape = part(plan, cell, 1500, Tolerance.NONE);
        double tolerant = part(plan, cell, 1500, new Tolerance(0.1, 0.0002));
        double worst = Math.max(second, Math.max(scrape, tolerant));
        double most = mostOf(0.05, runs);
        report.row(
            cell.toString(),
            Report.percent(second),
            Report.percent(scrape),
            Report.percent(tolerant),
            Report.percent(most),
            report.atMost("false alarms in batches, " + cell, worst, most));
      }
    }
  }

  private static double part(Plan plan, Cell cell, int size, Tolerance tolerance) {
    int runs = plan.runs(2000);
    double requests = cell.rate() < 0.005 ? 1e6 : 2e5;
    int alarms = 0;
    for (int run = 0; run < runs; run++) {
      var rule = CountRule.of(new RegressionTest(tolerance, 0.05));
      Draws draws = plan.draws("batches " + cell + size + tolerance, run);
      alarms += new Feed(cell, draws).perBatch(rule, requests, size).alarmed() ? 1 : 0;
    }
    return (double) alarms / runs;
  }
}
