package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.rollout.Transition;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/// The example that Serin was founded on, with real traffic: a baseline with 0.1 % errors and a p99
/// of 200 ms, a canary with 0.5 % and 350 ms.
@Isolated("latencies are compared")
class GuardTest {
  /// Names no analysis.
  private static final String PLAIN =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata:
        name: shop
      spec:
        strategy:
          canary:
            steps:
              - setWeight: 20
              - pause: {duration: 4s}
              - setWeight: 50
              - pause: {duration: 4s}
      """;

  /// The threshold that the founding text shows, as an analysis beside the steps.
  private static final String THRESHOLD =
      PLAIN.replace(
              "      steps:\n",
              """
                    analysis:
                      templates:
                        - templateName: success-rate
                    steps:
              """)
          + """
          ---
          apiVersion: argoproj.io/v1alpha1
          kind: AnalysisTemplate
          metadata:
            name: success-rate
          spec:
            metrics:
              - name: error-rate
                interval: 1s
                failureLimit: 3
                successCondition: result <= 0.05
                provider:
                  plugin:
                    serin/gateway: {signal: errors, population: canary, window: 10s}
          """;

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @RegisterExtension final Setting setting = new Setting();

  private final Service stable = setting.service("v1");
  private final Service canary = setting.service("v2");

  private void asFounded() {
    stable.fails(0.001);
    stable.takes(0.02, Duration.ofMillis(200));
    canary.fails(0.005);
    canary.takes(0.02, Duration.ofMillis(350));
  }

  @Test
  void theGuardTakesBackWhatIsFiveTimesWorse() {
    asFounded();
    Serin run =
        setting.guarded(
            stable,
            canary,
            setting.file("rollout.yaml", PLAIN.replace("duration: 4s", "duration: 10m")),
            "--stay",
            "-o",
            "json");
    Users users = beginUnder(run);
    String why = run.awaitEnding(PATIENCE).path("message").asText();
    users.leave();
    run.interrupt();

    run.endsWith(1);
    assertThat(why)
        .containsPattern("(error rate|p99) of the canary .* of the baseline .*: worse")
        .contains("e-value");
    assertThat(users.failures()).isEmpty();
  }

  @Test
  void aThresholdOfNinetyFivePercentNeverSeesIt() {
    asFounded();
    Serin run =
        setting.run(
            stable, canary, setting.file("rollout.yaml", THRESHOLD), "--stay", "-o", "json");
    Users users = beginUnder(run);
    run.awaitEnding(PATIENCE);
    users.leave();
    run.interrupt();

    run.endsWith(0);
    assertThat(setting.measurements("shop", "error-rate"))
        .as("but for the first, which had no request to look at")
        .filteredOn(measurement -> measurement.phase() != AnalysisPhase.ERROR)
        .isNotEmpty()
        .allSatisfy(m -> assertThat(m.phase()).isEqualTo(AnalysisPhase.SUCCESSFUL));
  }

  @Test
  void theSameVersionTwiceIsPromotedOnceThereIsEvidence() {
    stable.fails(0.001);
    canary.fails(0.001);
    Serin run =
        setting.guarded(
            stable, canary, setting.file("rollout.yaml", PLAIN), "--stay", "-o", "json");
    Users users = beginUnder(run);
    String how = run.awaitEnding(PATIENCE).path("message").asText();
    users.leave();
    run.interrupt();

    run.endsWith(0);
    assertThat(how).contains("v2 is promoted");
    assertThat(canary.arrivals()).hasSizeGreaterThan(1000);
    assertThat(users.failures()).isEmpty();
  }

  /// The guard measures every ten seconds: 3 000 requests of the canary.
  @Test
  void aCanaryThatBreaksIsTakenBackBetweenTwoMeasurements() {
    Serin run =
        setting.guarded(
            stable,
            canary,
            setting.file("rollout.yaml", PLAIN.replace("duration: 4s", "duration: 10m")),
            "--stay",
            "-o",
            "json");
    Users users = beginUnder(run);
    users.awaitAnswers(300, answer -> answer.version().equals("v2"));
    canary.fails(1);
    int before = canary.arrivals().size();
    String why = run.awaitEnding(PATIENCE).path("message").asText();
    users.leave();
    run.interrupt();

    run.endsWith(1);
    assertThat(why).contains("error rate of the canary");
    assertThat(canary.arrivals().size() - before).as("requests that hit it").isLessThan(600);
  }

  @Test
  void withoutTrafficNothingIsWidenedAndNothingTakenBack() {
    Serin run =
        setting.guarded(
            stable,
            canary,
            setting.file("rollout.yaml", PLAIN.replace("duration: 4s", "duration: 1s")),
            "-o",
            "json");
    run.awaitWaitingFor(
        "more evidence: 0 % of what a promotion needs is there, and 50 % of it before the next step"
            + " (or a person's promote)");
    setting.serin("promote", "shop").endsWith(0);
    run.awaitTransition("completed (setWeight: 50)");
    setting.serin("abort", "shop").endsWith(0);
    run.endsWith(1);
    assertThat(setting.transitions("shop"))
        .extracting(Transition::message)
        .noneMatch(message -> message.contains("analysis phase error"));
  }

  /// The crowd comes when the canary gets traffic.
  private Users beginUnder(Serin run) {
    run.awaitTransition("completed (setWeight: 20)");
    return setting.crowd();
  }
}
