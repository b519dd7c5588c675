package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `serin run` as users run it: real processes, real traffic.
class RunTest {
  private static final String ROLLOUT =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata: {name: my-app}
      spec:
        selector: {matchLabels: {app: my-app}}
        template:
          metadata: {labels: {app: my-app}}
          spec: {containers: [{name: my-app, image: my-app:2}]}
        strategy:
          canary:
            %s
            steps:
              - setWeight: 10
              - pause: {duration: 2s}
              - setWeight: 30
              - pause: {}
              - setWeight: 50
              - pause: {duration: 1s}
              - setWeight: 100
      """;
  private static final String ANALYSIS =
      """
      ---
      apiVersion: argoproj.io/v1alpha1
      kind: AnalysisTemplate
      metadata: {name: errors}
      spec:
        metrics:
          - name: errors
            initialDelay: 1s
            interval: 1s
            failureLimit: 0
            successCondition: result < 0.05
            provider:
              plugin:
                serin/gateway: {signal: errors, population: canary, window: 10s}
      """;

  @TempDir private Path folder;
  private Service stable;
  private Service canary;

  @BeforeEach
  void start() throws IOException {
    stable = Service.start("v1", 200);
    canary = Service.start("v2", 200);
  }

  @AfterEach
  void stop() {
    stable.close();
    canary.close();
  }

  @Test
  void aHealthyCanaryIsPromotedWithAPersonsApprovalAndNoLostRequest() throws Exception {
    try (Serin serin = begin(ROLLOUT.formatted(""), canary)) {
      Users users = Users.of(serin.address());
      try (users) {
        serin.await("status", RunTest::waitsForAPerson);
        assertThat(Serin.run("promote", "my-app", "--state", state())).isZero();
        serin.await("transition", l -> l.path("message").asText().contains("step 5/7 completed"));
        serin.await("status", l -> l.path("weight").asDouble() == 50);
      }
      assertThat(serin.exit()).as(serin.tail()).isZero();
      assertThat(users.troubles()).isEmpty();
      assertThat(users.answers("v1")).isPositive();
      assertThat(users.answers("v2")).isPositive();
      assertThat(serin.weights()).containsSubsequence(10.0, 30.0, 50.0, 100.0);
      assertThat(serin.lines("end").getLast().path("result").asText()).isEqualTo("promoted");
    }
  }

  @Test
  void aCanaryWithErrorsIsTakenBackByItsFirstBadMeasurement() throws Exception {
    try (Service bad = Service.start("v2", 500);
        Serin serin =
            begin(
                ROLLOUT.formatted("analysis: {templates: [{templateName: errors}]}") + ANALYSIS,
                bad);
        Users users = Users.of(serin.address())) {
      assertThat(serin.exit()).as(serin.tail()).isEqualTo(1);
      JsonNode last = serin.lines("status").getLast();
      assertThat(serin.weights()).endsWith(0.0).doesNotContain(100.0);
      assertThat(last.path("metrics").get(0).path("tally").asText()).contains(", 1 failed");
      assertThat(serin.lines("end").getLast().path("message").asText())
          .contains("v2 is rolled back", "failureLimit");
      assertThat(users.answers("v1")).isPositive();
    }
  }

  @Test
  void afterAKillItGoesOnWhereItWas() throws Exception {
    try (Serin serin = begin(ROLLOUT.formatted(""), canary)) {
      serin.await("status", RunTest::waitsForAPerson);
      serin.kill();
    }
    assertThat(Serin.run("promote", "my-app", "--state", state()))
        .as("nobody runs it: the command is kept")
        .isEqualTo(3);
    try (Serin again = Serin.start("run", "--resume", "--state", state(), "-o", "json");
        Users users = Users.of(again.address())) {
      assertThat(again.exit()).as(again.tail()).isZero();
      assertThat(again.weights()).containsSubsequence(50.0, 100.0).doesNotContain(0.0, 10.0);
      assertThat(again.lines("transition"))
          .extracting(l -> l.path("message").asText())
          .noneMatch(m -> m.contains("step 3/7"))
          .anyMatch(m -> m.contains("step 4/7"));
      assertThat(users.answers("v2")).isPositive();
    }
  }

  @Test
  void ctrlCTakesTheUpdateBack() throws Exception {
    try (Serin serin = begin(ROLLOUT.formatted(""), canary)) {
      Users users = Users.of(serin.address());
      try (users) {
        serin.await("status", RunTest::waitsForAPerson);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> users.answers("v2") > 0);
      }
      serin.interrupt();
      assertThat(serin.exit()).as(serin.tail()).isEqualTo(1);
      assertThat(serin.weights()).endsWith(0.0);
      assertThat(serin.lines("end").getLast().path("result").asText()).isEqualTo("rolledBack");
      assertThat(users.troubles()).isEmpty();
    }
  }

  private Serin begin(String manifest, Service next) throws IOException {
    Path file = Files.writeString(folder.resolve("rollout.yaml"), manifest);
    return Serin.start(
        "run",
        file.toString(),
        "--stable",
        stable.url(),
        "--canary",
        next.url(),
        "--listen",
        "127.0.0.1:0",
        "--state",
        state(),
        "-o",
        "json");
  }

  private String state() {
    return folder.resolve("state").toString();
  }

  private static boolean waitsForAPerson(JsonNode line) {
    return line.path("waitsFor").asText().equals("a person's promote");
  }
}
