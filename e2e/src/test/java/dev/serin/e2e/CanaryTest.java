package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.rollout.Transition;
import dev.serin.e2e.Users.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A canary under real traffic, to its good or bad end.
class CanaryTest {
  @RegisterExtension final Setting setting = new Setting();

  private final Service stable = setting.service("v1");
  private final Service canary = setting.service("v2");

  @Test
  void aHealthyCanaryTakesOverStepByStepWithAPersonsApproval() {
    String manifest = setting.file("rollout.yaml", HEALTHY);
    Serin run = setting.run(stable, canary, manifest, "--stay", "-o", "json");
    Instant ten = run.awaitTransition("completed (setWeight: 10)");
    Users users = setting.users();
    Instant paused = run.awaitTransition("completed (pause: 3s)");
    Instant thirty = run.awaitTransition("completed (setWeight: 30)");
    run.awaitWaitingFor("a person's promote");
    users.awaitAnswers(500, answer -> answer.status() == 200);
    Serin promote = setting.serin("promote", "shop").endsWith(0);
    assertThat(promote.out())
        .singleElement()
        .asString()
        .startsWith("shop: promote: step 4 is over");
    Instant approved = run.awaitTransition("completed (pause)");
    Instant fifty = run.awaitTransition("completed (setWeight: 50)");
    Instant before = run.awaitTransition("completed (pause: 2s)");
    Instant end = run.awaitEnd("promoted");
    users.awaitAnswers(200, answer -> answer.version().equals("v2"));
    users.leave();
    run.interrupt();
    run.endsWith(0);

    assertThat(users.failures()).as(run::story).isEmpty();
    assertThat(users.statuses()).as(users::excuses).containsOnlyKeys(200);
    assertThat(users.whoWent("v2", "v1")).as("users who went back").isEmpty();
    assertThat(shareOfCanary(users.answers(ten, paused))).isBetween(0.03, 0.19);
    assertThat(shareOfCanary(users.answers(thirty, approved))).isBetween(0.18, 0.42);
    assertThat(shareOfCanary(users.answers(fifty, before))).isBetween(0.36, 0.64);
    assertThat(shareOfCanary(users.answers(end, Instant.MAX))).isEqualTo(1.0);
  }

  private static final String HEALTHY =
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
              - pause: {duration: 3s}
              - setWeight: 30
              - pause: {}
              - setWeight: 50
              - pause: {duration: 2s}
              - setWeight: 100
      """;

  @Test
  void usersAreServedByStableBeforeTheCanaryIsUp() {
    canary.close();
    Users users = setting.users();
    Serin run = setting.run(stable, canary, setting.file("rollout.yaml", HEALTHY));
    users.awaitAnswers(200, answer -> answer.version().equals("v1"));
    Instant served = users.answers().getFirst().begun();
    users.leave();
    run.interrupt();
    run.endsWith(1);

    assertThat(users.statuses()).containsOnlyKeys(200);
    assertThat(users.failures())
        .as("failures other than before it listened")
        .allSatisfy(failure -> assertThat(failure.begun()).isBefore(served.plusSeconds(1)))
        .allSatisfy(failure -> assertThat(failure.refused()).isTrue());
  }

  private static double shareOfCanary(List<Answer> answers) {
    assertThat(answers).hasSizeGreaterThan(100);
    return (double) answers.stream().filter(a -> a.version().equals("v2")).count() / answers.size();
  }

  @Test
  void aCanaryWithErrorsIsBackAtNothingWithinOneInterval() {
    String manifest = setting.file("rollout.yaml", WATCHED);
    Serin run = setting.run(stable, canary, manifest, "--stay", "-o", "json");
    run.awaitTransition("completed (setWeight: 30)");
    Users users = setting.users();
    run.awaitTransition("completed (pause: 3s)");
    users.awaitAnswers(50, answer -> answer.version().equals("v2"));
    canary.fails(0.4);
    Instant end = run.awaitEnd("rolledBack");
    int reached = canary.arrivals().size();
    users.awaitAnswers(400, answer -> answer.version().equals("v1"));
    users.leave();
    run.interrupt();
    run.endsWith(1);

    assertThat(canary.arrivals()).as("requests that reached the canary").hasSize(reached);
    assertThat(users.failures()).as(run::story).isEmpty();
    assertThat(users.answers())
        .filteredOn(answer -> answer.status() != 200)
        .as("errors that the canary did not make")
        .allSatisfy(answer -> assertThat(answer.version()).isEqualTo("v2"));
    assertRolledBackWithin(INTERVAL, end);
  }

  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final String WATCHED =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata:
        name: shop
      spec:
        strategy:
          canary:
            analysis:
              startingStep: 2
              templates:
                - templateName: errors
            steps:
              - setWeight: 30
              - pause: {duration: 3s}
              - pause: {duration: 1h}
      ---
      apiVersion: argoproj.io/v1alpha1
      kind: AnalysisTemplate
      metadata:
        name: errors
      spec:
        metrics:
          - name: errors
            interval: 2s
            failureLimit: 1
            successCondition: result < 0.05
            provider:
              plugin:
                serin/gateway: {signal: errors, population: canary, window: 4s}
      """;

  /// The second failed measurement passes the limit of one; by the time that the next measurement
  /// would be due, the gateway shows that stable gets everything.
  private void assertRolledBackWithin(Duration interval, Instant routed) {
    List<Measurement> measured = setting.measurements("shop", "errors");
    assertThat(measured).first().extracting(Measurement::phase).isEqualTo(AnalysisPhase.SUCCESSFUL);
    assertThat(measured)
        .filteredOn(measurement -> measurement.phase() == AnalysisPhase.FAILED)
        .hasSize(2);
    Instant passed = measured.getLast().startedAt();
    assertThat(Duration.between(passed, routed)).isBetween(Duration.ZERO, interval);
    assertThat(setting.transitions("shop"))
        .extracting(Transition::reason)
        .containsOnlyOnce("RolloutAborted");
  }
}
