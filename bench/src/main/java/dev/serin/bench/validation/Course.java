package dev.serin.bench.validation;

import dev.serin.judge.sequential.RegressionTest;

/// A truth that changes while a rollout runs, also because of the evidence so far.
///
/// @param name for the report
/// @param seconds until the end
/// @param truth of each second
record Course(String name, int seconds, Truth truth) {
  /// What is true in a second.
  interface Truth {
    Moment at(int second, double logE);
  }

  /// What a test is told about a batch.
  interface Telling {
    void tell(RegressionTest test, int canary, int canaryFailed, int baselineFailed);
  }

  /// The batch as it is.
  static final Telling HONEST =
      (test, canary, failed, baselineFailed) ->
          test.update(canary, failed, Feed.PER_SECOND - canary, baselineFailed);

  /// Runs until the alarm or the end.
  Stop run(RegressionTest test, Draws draws, Telling telling) {
    double requests = 0;
    long failures = 0;
    for (int second = 0; second < seconds && !test.alarmed(); second++) {
      Moment moment = truth.at(second, test.logE());
      int canary = draws.binomial(Feed.PER_SECOND, moment.weight());
      int failed = draws.binomial(canary, moment.canaryRate());
      int others = draws.binomial(Feed.PER_SECOND - canary, moment.baselineRate());
      telling.tell(test, canary, failed, others);
      requests += canary;
      failures += failed;
    }
    return new Stop(test.alarmed(), requests, failures);
  }

  /// 1 % of the traffic for 10 minutes, then 10 % for 10, then 50 % for 20.
  static double steps(int second) {
    return second < 600 ? 0.01 : second < 1200 ? 0.1 : 0.5;
  }
}
