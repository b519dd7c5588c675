package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.core.analysis.Accumulator;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/// Evidence outlives the process that gathered it.
@Isolated("latencies are compared")
class EvidenceTest {
  private static final String MANIFEST =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata:
        name: shop
      spec:
        strategy:
          canary:
            steps:
              - setWeight: 10
              - pause: {duration: 2s}
              - setWeight: 50
              - pause: {duration: 2s}
      """;

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @RegisterExtension final Setting setting = new Setting();

  private final Service stable = setting.service("v1");
  private final Service canary = setting.service("v2");

  @Test
  void killedInTheMiddleItGoesOnFromWhatWasStored() {
    Serin first =
        setting.guarded(stable, canary, setting.file("rollout.yaml", MANIFEST), "-o", "json");
    first.awaitTransition("completed (setWeight: 10)");
    Users before = setting.crowd();
    await("some evidence").atMost(PATIENCE).until(() -> evidence("errors") >= 0.3);
    first.kill();
    before.leave();
    Map<String, Accumulator> stored = setting.gathered("shop");

    Serin second = setting.serin("run", "--resume", "shop", "--stay", "-o", "json");
    assertNothingForgotten(stored);
    Users after = setting.crowd();
    String how = second.awaitEnding(PATIENCE).path("message").asText();
    after.leave();
    second.interrupt();

    second.endsWith(0);
    assertThat(how).contains("v2 is promoted");
    assertThat(setting.measurements("shop", "errors")).isNotEmpty();
    assertThat(after.failures()).isEmpty();
  }

  /// Nobody asks for anything yet: what is there now can only be what was there before.
  private void assertNothingForgotten(Map<String, Accumulator> stored) {
    assertThat(stored).containsOnlyKeys("errors", "latency", "traffic");
    stored.forEach(
        (metric, accumulator) -> {
          await("it compares " + metric + " again")
              .atMost(PATIENCE)
              .until(() -> !accumulator.equals(setting.gathered("shop").get(metric)));
          assertThat(evidence(metric))
              .as("evidence of %s", metric)
              .isGreaterThanOrEqualTo(accumulator.evidence());
        });
  }

  private double evidence(String metric) {
    Accumulator gathered = setting.gathered("shop").get(metric);
    return gathered == null ? 0 : gathered.evidence();
  }
}
