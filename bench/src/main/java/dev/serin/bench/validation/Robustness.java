package dev.serin.bench.validation;

import dev.serin.bench.Report;
import dev.serin.judge.sequential.RegressionTest;
import dev.serin.judge.sequential.Tolerance;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// False alarms where other tests break: rates and shares that change, unfair balancers, clusters.
final class Robustness implements Section {
  private static final double ALPHA = 0.05;
  private static final int RUNS = 4000;

  private static final List<Course> COURSES =
      List.of(
          new Course("steps 1, 10, 50 %", 2400, (s, e) -> Moment.equal(Course.steps(s), 0.005)),
          new Course(
              "steps; failures rise from 0.1 to 1 % with the last",
              2400, (s, e) -> Moment.equal(Course.steps(s), s < 1200 ? 0.001 : 0.01)),
          new Course(
              "steps; failures fall from 2 to 0.1 % with the last",
              2400, (s, e) -> Moment.equal(Course.steps(s), s < 1200 ? 0.02 : 0.001)),
          new Course(
              "more traffic when the evidence falls",
              2400,
              (s, e) -> Moment.equal(e > 0 ? 0.01 : e > -1 ? 0.1 : 0.5, 0.005)),
          new Course(
              "50 % while the evidence is ahead, else 1 %",
              2400, (s, e) -> Moment.equal(e > 0 ? 0.5 : 0.01, 0.005)),
          new Course(
              "both fail at 30 % for 30 s every 10 minutes",
              2400, (s, e) -> Moment.equal(0.1, s % 600 >= 570 ? 0.3 : 0.001)),
          new Course(
              "the canary is better (0.1 to 0.2 %)", 2400, (s, e) -> new Moment(0.1, 0.002, 0.001)),
          new Course(
              "the balancer sends 13 % for 10 %", 2400, (s, e) -> Moment.equal(0.13, 0.005)));

  @Override
  public String name() {
    return "robustness";
  }

  @Override
  public void run(Plan plan, Report report) {
    int runs = plan.runs(RUNS);
    report.title("Robustness");
    report.say(
        "Two equal versions, 40 minutes at 100 requests a second, a look every second, alpha 5 %%;"
                .formatted()
            + " %d runs.".formatted(runs));
    report.columns("what happens", "false alarms", "at most", "gate");
    for (Course course : COURSES) {
      double part = part(plan, course, Course.HONEST, Robustness::usual);
      gate(report, course.name(), part, runs);
    }
    double misled = part(plan, COURSES.getLast(), Robustness::configured, Robustness::usual);
    report.row("the same, told the configured 10 %", Report.percent(misled), "-", "as expected");
    clusters(plan, report);
    shards(plan, report);
    restart(plan, report);
    throughSteps(plan, report);
  }

  private static RegressionTest usual() {
    return new RegressionTest(Tolerance.NONE, ALPHA);
  }

  private static void gate(Report report, String what, double part, int runs) {
    double most = ALPHA + 3 * Math.sqrt(ALPHA * (1 - ALPHA) / runs);
    report.row(what, Report.percent(part), Report.percent(most), report.atMost(what, part, most));
  }

  private static double part(
      Plan plan, Course course, Course.Telling telling, Supplier<RegressionTest> test) {
    int runs = plan.runs(RUNS);
    int alarms = 0;
    for (int run = 0; run < runs; run++) {
      Draws draws = plan.draws(course.name(), run);
      alarms += course.run(test.get(), draws, telling).alarmed() ? 1 : 0;
    }
    return (double) alarms / runs;
  }

  /// What a test would be told that trusts the configured weight.
  private static void configured(RegressionTest test, int canary, int failed, int others) {
    test.update(10, failed, 90, others);
  }

  /// Sessions of 4 requests on average that fail as a whole, on one version.
  private static void clusters(Plan plan, Report report) {
    int runs = plan.runs(1000);
    for (double dispersion : new double[] {1, 3, 5, 7}) {
      int alarms = 0;
      for (int run = 0; run < runs; run++) {
        var test = RegressionTest.dispersed(Tolerance.NONE, ALPHA, dispersion);
        alarms += clustered(test, plan.draws("clusters", run)) ? 1 : 0;
      }
      double part = (double) alarms / runs;
      String what = "sessions of 4 fail together, dispersion %.0f".formatted(dispersion);
      if (dispersion == 7) {
        gate(report, what, part, runs);
      } else {
        report.row(what, Report.percent(part), "-", "no gate");
      }
    }
  }

  private static boolean clustered(RegressionTest test, Draws draws) {
    for (int second = 0; second < 2400 && !test.alarmed(); second++) {
      int canary = draws.binomial(Feed.PER_SECOND, 0.1);
      int sessions = draws.binomial(Feed.PER_SECOND, 0.005 / 4);
      long failed = 0;
      long others = 0;
      for (int i = 0; i < sessions; i++) {
        long size = draws.gap(0.25);
        boolean onCanary = draws.chance(canary / (double) Feed.PER_SECOND);
        failed += onCanary ? size : 0;
        others += onCanary ? 0 : size;
      }
      test.update(canary, failed, Feed.PER_SECOND - canary, others);
    }
    return test.alarmed();
  }

  /// Two processes that each see half of the traffic, once with shards, once with usual tests.
  private static void shards(Plan plan, Report report) {
    int runs = plan.runs(RUNS);
    int alarms = 0;
    int misused = 0;
    for (int run = 0; run < runs; run++) {
      alarms += sharded(plan.draws("shards", run), Robustness::shard, false) ? 1 : 0;
      misused += sharded(plan.draws("shards", run), Robustness::usual, true) ? 1 : 0;
    }
    gate(report, "two shards, merged every 10 s", (double) alarms / runs, runs);
    report.row(
        "the same with tests that are no shards",
        Report.percent((double) misused / runs),
        "-",
        "not allowed");
  }

  private static RegressionTest shard() {
    return RegressionTest.shard(Tolerance.NONE, ALPHA);
  }

  /// @param stopped whether a test that alarms alone counts and stands still
  private static boolean sharded(Draws draws, Supplier<RegressionTest> test, boolean stopped) {
    List<RegressionTest> shards = List.of(test.get(), test.get());
    for (int second = 0; second < 2400; second++) {
      for (RegressionTest shard : shards) {
        int canary = draws.binomial(Feed.PER_SECOND / 2, 0.1);
        int others = Feed.PER_SECOND / 2 - canary;
        shard.update(canary, draws.binomial(canary, 0.005), others, draws.binomial(others, 0.005));
      }
      if (stopped && shards.stream().anyMatch(RegressionTest::alarmed)) {
        return true;
      }
      if (second % 10 == 9 && shards.getFirst().mergedWith(shards.getLast()).alarmed()) {
        return true;
      }
    }
    return false;
  }

  /// Kills a test after each batch, restores it, and repeats and reorders batches.
  private static void restart(Plan plan, Report report) {
    RegressionTest steady = usual();
    RegressionTest killed = usual();
    Draws draws = plan.draws("restart", 0);
    int differences = 0;
    for (int i = 0; i < 2000; i++) {
      int canary = draws.binomial(100, 0.1);
      var batch =
          new dev.serin.judge.sequential.Batch(
              canary, draws.binomial(canary, 0.01), 100 - canary, draws.binomial(100, 0.01));
      steady.update(i, batch);
      killed = RegressionTest.restore(killed.snapshot());
      killed.update(i, batch);
      killed.update(i, batch);
      killed.update(i / 2, batch);
      differences += Arrays.equals(steady.snapshot(), killed.snapshot()) ? 0 : 1;
    }
    report.row(
        "2000 restarts, repeated and late batches",
        differences + " bits of evidence differ",
        "0",
        report.atMost("restarts", differences, 0));
  }

  private static void throughSteps(Plan plan, Report report) {
    var course =
        new Course(
            "detection through steps",
            100_000,
            (s, e) -> new Moment(Course.steps(s), 0.001, 0.005));
    int runs = plan.runs(RUNS);
    var requests = new Sample(runs);
    for (int run = 0; run < runs; run++) {
      Draws draws = plan.draws(course.name(), run);
      requests.add(course.run(usual(), draws, Course.HONEST).canaryRequests());
    }
    report.say(
        "Steps 1, 10, 50 %% and 0.1 to 0.5 %% failures: found after %s ± %s canary requests (reference 1094, gate: %s)."
            .formatted(
                Report.round(requests.mean()),
                Report.round(requests.error()),
                report.atMost(
                    "detection through steps",
                    requests.mean(),
                    1.1 * 1094 + (plan.quick() ? 3 * requests.error() : 0))));
  }
}
