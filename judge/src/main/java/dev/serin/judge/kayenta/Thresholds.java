package dev.serin.judge.kayenta;

/// Which scores pass, and which are marginal.
///
/// @param pass the least score that passes, usually 0 to 100
/// @param marginal the least score that does not fail
public record Thresholds(double pass, double marginal) {

  /// What a score means.
  Verdict verdict(double score) {
    if (score >= pass) {
      return Verdict.PASS;
    }
    return score >= marginal ? Verdict.MARGINAL : Verdict.FAIL;
  }
}
