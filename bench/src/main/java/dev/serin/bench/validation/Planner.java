package dev.serin.bench.validation;

import dev.serin.bench.Report;
import dev.serin.judge.planning.SampleSize;
import dev.serin.judge.planning.Scenario;
import dev.serin.judge.sequential.RegressionTest;
import dev.serin.judge.sequential.Tolerance;

/// Whether the planner foretells what a simulation shows: the mean and the 95th percentile of
/// canary requests.
final class Planner implements Section {
  private static final double MOST = 0.15;

  @Override
  public String name() {
    return "planner";
  }

  @Override
  public void run(Plan plan, Report report) {
    report.title("The planner's figures");
    report.say("Canary requests until a regression is found, beside the planner's figures.");
    report.columns(
        "regression, split", "alpha", "mean", "planned", "95th percentile", "planned", "gate");
    for (double alpha : new double[] {0.05, 0.01}) {
      for (Cell cell : Detection.CELLS) {
        row(plan, report, cell, alpha);
      }
    }
  }

  private static void row(Plan plan, Report report, Cell cell, double alpha) {
    int runs = plan.runs(4000);
    var found = new Sample(runs);
    for (int run = 0; run < runs; run++) {
      var rule = CountRule.of(new RegressionTest(Tolerance.NONE, alpha));
      var feed = new Feed(cell, plan.draws("detection " + cell + alpha, run));
      found.add(feed.perRequest(rule, 1e9).canaryRequests());
    }
    var truth = new Scenario(cell.weight(), cell.baselineRate(), cell.canaryRate());
    SampleSize planned = SampleSize.regression(truth, Tolerance.NONE, alpha);
    double mean = planned.meanCanaryRequests();
    double high = planned.canaryRequests(0.95);
    double off =
        Math.max(Math.abs(mean / found.mean() - 1), Math.abs(high / found.quantile(0.95) - 1));
    double slack = plan.quick() ? 4 * found.error() / found.mean() : 0;
    report.row(
        cell.toString(),
        Cell.percent(alpha),
        Report.round(found.mean()),
        Report.round(mean),
        Report.round(found.quantile(0.95)),
        Report.round(high),
        report.atMost("planner, " + cell + ", alpha " + alpha, off, MOST + slack));
  }
}
