package dev.serin.bench.validation;

import dev.serin.bench.Report;
import dev.serin.judge.sequential.EProcess;
import dev.serin.judge.sequential.PairedBlocks;
import dev.serin.judge.sequential.SelfNormalizedTest;
import dev.serin.judge.sequential.SignTest;
import java.util.function.DoubleConsumer;

/// False alarms of gauges whose samples hang together, with blocks of the length that the rule
/// gives.
final class Gauges implements Section {
  private static final double[] CORRELATIONS = {0, 0.3, 0.5, 0.7, 0.9, 0.95};
  private static final int[] LENGTHS = {3, 5, 8, 15, 48, 98};

  @Override
  public String name() {
    return "gauges";
  }

  @Override
  public void run(Plan plan, Report report) {
    int runs = plan.runs(6000);
    report.title("Gauges sampled every 15 s");
    report.say(
        "AR(1) of both versions, 8 hours, alpha 5 %%; %d runs. Minutes: median until a canary one standard deviation higher is found."
            .formatted(runs));
    report.columns(
        "correlation", "block", "sign", "self-normalized", "at most", "gate", "minutes, sign");
    for (int i = 0; i < CORRELATIONS.length; i++) {
      row(plan, report, CORRELATIONS[i], LENGTHS[i]);
    }
  }

  private static void row(Plan plan, Report report, double correlation, int length) {
    int runs = plan.runs(6000);
    int signs = 0;
    int sizes = 0;
    for (int run = 0; run < runs; run++) {
      var sign = new SignTest(0.05);
      var size = new SelfNormalizedTest(0.05);
      feed(
          plan.draws("gauge " + correlation, run),
          new Walk(correlation, 0, length),
          sign,
          difference -> {
            sign.update(difference);
            size.update(difference);
          });
      signs += sign.reached() ? 1 : 0;
      sizes += size.reached() ? 1 : 0;
    }
    double most = 0.055 + (plan.quick() ? 3 * Math.sqrt(0.05 / runs) : 0);
    double worst = (double) Math.max(signs, sizes) / runs;
    report.row(
        "%.2f".formatted(correlation),
        "" + length,
        Report.percent((double) signs / runs),
        Report.percent((double) sizes / runs),
        Report.percent(most),
        report.atMost("gauge, correlation " + correlation, worst, most),
        Report.round(minutes(plan, correlation, length)));
  }

  private static double minutes(Plan plan, double correlation, int length) {
    var sample = new Sample(plan.runs(1000));
    for (int run = 0; run < plan.runs(1000); run++) {
      var sign = new SignTest(0.05);
      Draws draws = plan.draws("higher gauge " + correlation, run);
      sample.add(feed(draws, new Walk(correlation, 1, length), sign, sign::update) / 4.0);
    }
    return sample.quantile(0.5);
  }

  private record Walk(double correlation, double higher, int length) {}

  /// Samples of 8 hours at most, or until `until` is reached.
  ///
  /// @return how many
  private static int feed(Draws draws, Walk walk, EProcess until, DoubleConsumer test) {
    var blocks = new PairedBlocks(walk.length(), 0);
    double fresh = Math.sqrt(1 - walk.correlation() * walk.correlation());
    double canary = draws.normal();
    double baseline = draws.normal();
    for (int i = 1; i <= 1920; i++) {
      blocks.add(canary + walk.higher(), baseline).ifPresent(test);
      if (walk.higher() > 0 && until.reached()) {
        return i;
      }
      canary = walk.correlation() * canary + fresh * draws.normal();
      baseline = walk.correlation() * baseline + fresh * draws.normal();
    }
    return 1920;
  }
}
