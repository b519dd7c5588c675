package dev.serin.manifest.condition;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.Conditions;
import dev.serin.core.analysis.Conditions.Assessment;
import org.jspecify.annotations.Nullable;

/// One question to `serin eval`: what do these conditions say of this result?
///
/// @param id comes back with the answer
/// @param resultType how the provider hands the result over, see [ResultReading]
/// @param result decoded JSON
/// @param successCondition empty for none
/// @param failureCondition empty for none
public record EvalRequest(
    String id,
    String resultType,
    @Nullable Object result,
    String successCondition,
    String failureCondition) {

  /// The answer: Argo's word for the phase, and why when it is an Error or NaN decided it.
  public record Answer(String id, String phase, String message) {}

  /// Never throws: a result that does not fit its type is answered by an Error.
  public Answer answer(Conditions conditions) {
    Assessment assessment = assessed(conditions);
    return new Answer(id, assessment.phase().word(), assessment.message());
  }

  private Assessment assessed(Conditions conditions) {
    try {
      return conditions.assess(
          ResultReading.read(resultType, result), successCondition, failureCondition);
    } catch (IllegalArgumentException e) {
      return new Assessment(AnalysisPhase.ERROR, String.valueOf(e.getMessage()));
    }
  }
}
