package dev.serin.bench.validation;

import dev.serin.judge.sequential.RegressionTest;

/// A rule that watches counts and may stop at any batch.
interface CountRule {
  /// Takes in a batch.
  ///
  /// @return true when the rule now says what it looks for
  boolean update(double canary, long canaryEvents, double baseline, long baselineEvents);

  static CountRule of(RegressionTest test) {
    return (canary, canaryEvents, baseline, baselineEvents) -> {
      test.update(canary, canaryEvents, baseline, baselineEvents);
      return test.alarmed();
    };
  }
}
