package dev.serin.bench.validation;

import dev.serin.bench.Report;
import dev.serin.judge.sequential.NonInferiorityTest;
import dev.serin.judge.sequential.Tolerance;
import java.util.List;

/// How many canary requests it takes to show that an equal canary may be promoted, and how often
/// one at the margin passes.
final class Promotion implements Section {
  private static final double ALPHA = 0.05;
  private static final double[] WEIGHTS = {0.01, 0.1, 0.5};

  private record Row(String name, double rate, Tolerance margin, List<Integer> reference) {
    double atMargin() {
      return margin.limit(rate);
    }

    double limit(double weight) {
      return rate == 0
          ? Math.log(ALPHA) / Math.log1p(-margin.absolute())
          : Cell.equal(weight, rate).limit(margin, ALPHA);
    }
  }

  private static final List<Row> ROWS =
      List.of(
          new Row(
              "0.1 %, + 0.1 points", 0.001, new Tolerance(0, 0.001), List.of(10000, 11100, 15500)),
          new Row("0.1 %, x 2", 0.001, new Tolerance(1, 0), List.of(10300, 12300, 33900)),
          new Row(
              "1 %, x 1.1 + 0.2 points",
              0.01, new Tolerance(0.1, 0.002), List.of(9400, 10200, 17600)),
          new Row("1 %, x 1.25", 0.01, new Tolerance(0.25, 0), List.of(12400, 14700, 27900)),
          new Row(
              "no failures, + 0.1 points", 0, new Tolerance(0, 0.001), List.of(3386, 3496, 4177)));

  @Override
  public String name() {
    return "promotion";
  }

  @Override
  public void run(Plan plan, Report report) {
    report.title("Requests to \"safe to promote\", alpha 5 %");
    report.say(
        "Equal versions, %d runs; false: canary exactly at the margin, %d runs up to 10 times the least possible."
            .formatted(plan.runs(1000), plan.runs(2000)));
    report.columns(
        "failures, margin",
        "split",
        "least possible",
        "mean canary requests",
        "ratio",
        "reference",
        "gate",
        "false",
        "gate");
    for (Row row : ROWS) {
      for (int i = 0; i < WEIGHTS.length; i++) {
        cell(plan, report, row, i);
      }
    }
  }

  private static void cell(Plan plan, Report report, Row row, int number) {
    double weight = WEIGHTS[number];
    double limit = row.limit(weight);
    Sample found = equal(plan, row, weight, limit);
    double wrong = atMargin(plan, row, weight, limit);
    double slack = plan.quick() ? 3 * found.error() : 0;
    String what = "promotion, " + row.name() + ", " + Cell.percent(weight);
    double reference = row.reference().get(number);
    double most = Math.min(1.15 * reference, 1.45 * limit) + slack;
    double mostWrong = ALPHA + 3 * Math.sqrt(ALPHA * (1 - ALPHA) / plan.runs(2000));
    report.row(
        row.name(),
        Cell.percent(weight),
        Report.round(limit),
        Report.round(found.mean()) + " ± " + Report.round(found.error()),
        "%.2f".formatted(found.mean() / limit),
        Report.round(reference),
        report.atMost(what, found.mean(), most),
        Report.percent(wrong),
        report.atMost(what + ", false", wrong, mostWrong));
  }

  private static Sample equal(Plan plan, Row row, double weight, double limit) {
    int runs = plan.runs(1000);
    var found = new Sample(runs);
    Cell cell = Cell.equal(weight, row.rate());
    for (int run = 0; run < runs; run++) {
      Draws draws = plan.draws("promotion " + row.name() + weight, run);
      found.add(run(cell, row, draws, 100 * limit / weight).canaryRequests());
    }
    return found;
  }

  private static double atMargin(Plan plan, Row row, double weight, double limit) {
    int runs = plan.runs(2000);
    Cell cell = new Cell(weight, row.rate(), row.atMargin());
    int passed = 0;
    for (int run = 0; run < runs; run++) {
      Draws draws = plan.draws("margin " + row.name() + weight, run);
      passed += run(cell, row, draws, 10 * limit / weight).alarmed() ? 1 : 0;
    }
    return (double) passed / runs;
  }

  private static Stop run(Cell cell, Row row, Draws draws, double most) {
    var test = new NonInferiorityTest(row.margin(), ALPHA);
    CountRule rule =
        (canary, canaryEvents, baseline, baselineEvents) -> {
          test.update(canary, canaryEvents, baseline, baselineEvents);
          return test.concluded();
        };
    int size = cell.weight() < 0.05 ? 10 * Feed.PER_SECOND : Feed.PER_SECOND;
    return new Feed(cell, draws).perBatch(rule, most, size);
  }
}
