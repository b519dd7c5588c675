package dev.serin.core.analysis;

/// Judges what a provider read by a metric's conditions.
@FunctionalInterface
public interface Conditions {
  /// Never throws: what can not be evaluated is an assessment of [AnalysisPhase#ERROR].
  ///
  /// @param successCondition empty for none
  /// @param failureCondition empty for none
  Assessment assess(Result result, String successCondition, String failureCondition);

  /// What the conditions say.
  ///
  /// @param phase Successful, Failed, Inconclusive or Error
  /// @param message why, when it is an Error or NaN made it Inconclusive; else empty
  record Assessment(AnalysisPhase phase, String message) {}
}
