package dev.serin.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.manifest.condition.EvalRequest;
import dev.serin.manifest.condition.ExprConditions;
import org.junit.jupiter.api.Test;

/// Argo's conditions: the phase of a measurement, for a result and its two conditions.
class ConditionsTest {
  private static final String FILE = "argo/conditions.json";

  private final ExprConditions conditions = new ExprConditions();

  @Test
  void phasesAreArgos() {
    var score = new Score(FILE);
    for (JsonNode vector : Vectors.json(FILE).path("vectors")) {
      score.compare(
          vector.path("id").asText(),
          vector.path("expected").asText(),
          answer(vector).phase(),
          passesOnNothing(vector) ? new Score.Ruling("NaN never passes", "Inconclusive") : null);
    }
    score.close();
  }

  /// Whether the reference passes a value that is no number because it does not fail either.
  private static boolean passesOnNothing(JsonNode vector) {
    return vector.path("expected").asText().equals("Successful")
        && vector.path("successCondition").asText().isEmpty()
        && vector.path("resultJson").toString().contains("NaN");
  }

  /// Texts are compared where users meet them: in errors. They inform only, so those of vectors
  /// from
  /// elsewhere have to name the same condition, and this module's own have to be equal.
  @Test
  void errorsSayWhatArgosSay() {
    var score = new Score(FILE + " (messages)");
    for (JsonNode vector : Vectors.json(FILE).path("vectors")) {
      if (vector.path("expected").asText().equals("Error") && vector.has("errorMessage")) {
        score.compare(
            vector.path("id").asText(),
            compared(vector.path("errorMessage").asText()),
            compared(answer(vector).message()));
      }
    }
    score.close();
  }

  private static String compared(String message) {
    return Vectors.areOwn() ? message : message.replaceFirst("(?s)\":.*", "");
  }

  private EvalRequest.Answer answer(JsonNode vector) {
    return new EvalRequest(
            vector.path("id").asText(),
            vector.path("resultType").asText(),
            Vectors.JSON.convertValue(vector.path("resultJson"), Object.class),
            vector.path("successCondition").asText(),
            vector.path("failureCondition").asText())
        .answer(conditions);
  }
}
