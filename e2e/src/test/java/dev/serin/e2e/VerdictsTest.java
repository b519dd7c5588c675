package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Verdicts and plans for other programs.
class VerdictsTest {
  @RegisterExtension final Setting setting = new Setting();

  @Test
  void aPipelineIsToldAtOnceThatTheCanaryIsWorse() {
    Serin compare = setting.serin("compare");
    compare.feed(sample(0));
    compare.awaitLine("Undecided: ");
    for (int i = 0; i < 5; i++) {
      compare.feed(sample(20));
    }
    // Its input is still open.
    compare.awaitLine("Worse: ");
    compare.endsWith(1);
  }

  @Test
  void aPlanIsToldWhatItCanSee() {
    String file =
        setting.file(
            "rollout.yaml",
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Rollout
            metadata:
              name: shop
            spec:
              strategy:
                canary:
                  steps:
                    - setWeight: 1
                    - pause: {duration: 1m}
            """);
    Serin plan = setting.serin("plan", file, "--rps", "20", "-o", "json").endsWith(0);
    JsonNode shop = plan.events().getFirst();
    assertThat(shop.path("rollout").asText()).isEqualTo("shop");
    assertThat(shop.path("steps").path(0).path("canaryRequests").asDouble()).isEqualTo(12);
    assertThat(shop.path("warnings").path(0).path("id").asText()).isEqualTo("sees-nothing");
  }

  private static String sample(int failures) {
    return """
        {"canary": {"requests": 100, "failures": %d}, "baseline": {"requests": 900, "failures": 1}}
        """
        .formatted(failures);
  }
}
