package dev.serin.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.core.rollout.PhaseFacts;
import dev.serin.core.rollout.PhaseFacts.Left;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// `argo/rollout-phase.json`: a rollout's phase and message from its spec and status. The vectors
/// of functions that only a Kubernetes client has are left out.
class RolloutPhaseTest {
  private static final String FILE = "argo/rollout-phase.json";
  private static final Set<String> FAILURES = Set.of("RolloutAborted", "ProgressDeadlineExceeded");

  @Test
  void phasesAndMessages() {
    Score score = new Score(FILE);
    for (JsonNode vector : Vectors.json(FILE).path("vectors")) {
      if (vector.path("function").asText().equals("CalculateRolloutPhase")) {
        JsonNode expected = vector.path("expected");
        score.compare(
            vector.path("id").asText(),
            expected.path("phase").asText() + " " + expected.path("message").asText(),
            actual(vector.path("inputs").path("spec"), vector.path("inputs").path("status")));
      }
    }
    score.close();
  }

  private static String actual(JsonNode spec, JsonNode status) {
    var replicas =
        new PhaseFacts.Replicas(
            spec.path("replicas").asInt(1),
            status.path("replicas").asInt(),
            status.path("updatedReplicas").asInt(),
            status.path("availableReplicas").asInt());
    var standing =
        new PhaseFacts(
                condition(status, Set.of("InvalidSpec"), ""),
                condition(status, FAILURES, ": "),
                spec.path("paused").asBoolean(),
                status.path("pauseConditions").path(0).path("reason").asText(null),
                restarting(spec, status),
                replicas,
                left(spec, status))
            .standing();
    return standing.phase().word() + " " + standing.message();
  }

  /// The message of the first condition whose type or reason is one of `words`.
  private static @Nullable String condition(JsonNode status, Set<String> words, String colon) {
    for (JsonNode condition : status.path("conditions")) {
      String reason = condition.path("reason").asText();
      String message = condition.path("message").asText();
      if (words.contains(condition.path("type").asText())) {
        return message;
      }
      if (words.contains(reason)) {
        return colon.isEmpty() ? message : reason + colon + message;
      }
    }
    return null;
  }

  private static boolean restarting(JsonNode spec, JsonNode status) {
    String asked = spec.path("restartAt").asText("");
    return !asked.isEmpty() && status.path("restartedAt").asText("").compareTo(asked) < 0;
  }

  private static Left left(JsonNode spec, JsonNode status) {
    String current = status.path("currentPodHash").asText("");
    boolean stable = !current.isEmpty() && current.equals(status.path("stableRS").asText(""));
    JsonNode blueGreen = spec.path("strategy").path("blueGreen");
    if (!blueGreen.isMissingNode()) {
      if (!current.equals(status.path("blueGreen").path("activeSelector").asText(""))
          || current.isEmpty()) {
        return Left.CUTOVER;
      }
      Left verifying = blueGreen.has("postPromotionAnalysis") ? Left.ANALYSIS : Left.VERIFICATION;
      return stable ? Left.NOTHING : verifying;
    }
    boolean basic = !spec.path("strategy").path("canary").has("trafficRouting");
    if (basic && status.path("replicas").asInt() > status.path("updatedReplicas").asInt()) {
      return Left.OLD_REPLICAS;
    }
    return stable ? Left.NOTHING : Left.STEPS;
  }
}
