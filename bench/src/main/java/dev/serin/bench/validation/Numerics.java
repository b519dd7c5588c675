package dev.serin.bench.validation;

import com.sun.management.ThreadMXBean;
import dev.serin.bench.Report;
import dev.serin.judge.sequential.Batch;
import dev.serin.judge.sequential.RegressionTest;
import dev.serin.judge.sequential.Tolerance;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.MathContext;

/// A million batches into one test, against the same sums in 34 digits; and what an update
/// allocates.
final class Numerics implements Section {
  private static final int BATCHES = 1_000_000;
  private static final int BASELINE = 950;

  /// So small that no run gets there: the comparison is about sums, not about the alarm.
  private static final double NEVER = 1e-300;

  @Override
  public String name() {
    return "numerics";
  }

  @Override
  public void run(Plan plan, Report report) {
    int batches = plan.runs(BATCHES);
    Draws draws = plan.draws("numerics", 0);
    var test = new RegressionTest(Tolerance.NONE, NEVER);
    var exact = new Exact();
    for (int i = 0; i < batches; i++) {
      Batch batch = draw(draws);
      test.update(batch.canary(), batch.canaryEvents(), BASELINE, batch.baselineEvents());
      exact.update(batch);
    }
    double off = Math.abs(test.logE() - exact.log());
    double bytes = allocated(draws, 20_000);
    report.title("Numbers after %,d batches".formatted(batches));
    report.columns("what", "measured", "at most", "gate");
    report.row(
        "difference of ln e from 34 digits (ln e is %.3f)".formatted(test.logE()),
        "%.1e".formatted(off),
        "1e-9",
        report.atMost("numerics", off, 1e-9));
    report.row(
        "bytes allocated by an update",
        "%.2f".formatted(bytes),
        "0",
        report.atMost("allocation", bytes, 0.01));
  }

  private static Batch draw(Draws draws) {
    int canary = 30 + draws.binomial(40, 0.5);
    return new Batch(
        canary, draws.binomial(canary, 0.002), BASELINE, draws.binomial(BASELINE, 0.002));
  }

  private static double allocated(Draws draws, int batches) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var test = new RegressionTest(Tolerance.NONE, NEVER);
    Batch[] drawn = new Batch[100];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = draw(draws);
    }
    long before = 0;
    for (int i = 0; i < 2 * batches; i++) {
      if (i == batches) {
        before = threads.getCurrentThreadAllocatedBytes();
      }
      Batch batch = drawn[i % drawn.length];
      test.update(batch.canary(), batch.canaryEvents(), BASELINE, batch.baselineEvents());
    }
    long own = threads.getCurrentThreadAllocatedBytes();
    long perCall = threads.getCurrentThreadAllocatedBytes() - own;
    return Math.max(0, own - before - perCall) / (double) batches;
  }

  /// The wealth of each bet as a decimal fraction.
  private static final class Exact {
    private static final MathContext DIGITS = MathContext.DECIMAL128;
    private static final BigDecimal DEALT = new BigDecimal("0.001");
    private static final BigDecimal KEPT = new BigDecimal("0.999");

    private final BigDecimal[] rho = new BigDecimal[25];
    private final BigDecimal[] prior = new BigDecimal[25];
    private final BigDecimal[] held = new BigDecimal[25];

    Exact() {
      double[] weights = new double[25];
      double all = 0;
      for (int j = 1; j < 25; j++) {
        double bet = 1.25 * StrictMath.pow(51.2, (j - 1) / 23.0);
        rho[j] = new BigDecimal(bet);
        weights[j] = 1 / StrictMath.sqrt(bet);
        all += weights[j];
      }
      rho[0] = BigDecimal.ONE;
      for (int j = 0; j < 25; j++) {
        prior[j] = new BigDecimal(j == 0 ? 0.1 : 0.9 * weights[j] / all);
        held[j] = prior[j];
      }
    }

    void update(Batch batch) {
      int events = (int) (batch.canaryEvents() + batch.baselineEvents());
      if (events == 0) {
        return;
      }
      var canary = new BigDecimal(batch.canary());
      var baseline = new BigDecimal(batch.baseline());
      BigDecimal both = canary.add(baseline).pow(events);
      BigDecimal total = BigDecimal.ZERO;
      for (int j = 0; j < 25; j++) {
        BigDecimal cost = rho[j].multiply(canary, DIGITS).add(baseline).pow(events, DIGITS);
        BigDecimal gain = rho[j].pow((int) batch.canaryEvents(), DIGITS).multiply(both);
        held[j] = held[j].multiply(gain, DIGITS).divide(cost, DIGITS);
        total = total.add(held[j], DIGITS);
      }
      BigDecimal dealt = total.multiply(DEALT, DIGITS);
      for (int j = 0; j < 25; j++) {
        held[j] = held[j].multiply(KEPT).add(dealt.multiply(prior[j], DIGITS), DIGITS);
      }
    }

    double log() {
      BigDecimal total = BigDecimal.ZERO;
      for (BigDecimal value : held) {
        total = total.add(value);
      }
      int digits = total.precision() - total.scale();
      return StrictMath.log(total.scaleByPowerOfTen(-digits).doubleValue())
          + digits * StrictMath.log(10);
    }
  }
}
