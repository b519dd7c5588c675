package dev.serin.e2e;

import static dev.serin.e2e.Serin.type;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.Measurement;
import dev.serin.e2e.Users.Answer;
import dev.serin.providers.prometheus.PrometheusServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/// The two examples of the text that Serin was founded on, as printed there, with a real
/// Prometheus that scrapes the gateway.
@Tag("prometheus")
@Isolated("latencies are compared")
class FoundingTextTest {
  private static final String ROLLOUT = printed("rollout.yaml");
  private static final String TEMPLATE = printed("analysis-template.yaml");

  /// Gives Prometheus some seconds of traffic before the template is asked.
  private static final String SHORT =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata:
        name: my-app
      spec:
        strategy:
          canary:
            analysis:
              templates:
                - templateName: success-rate
              startingStep: 2
            steps:
              - setWeight: 50
              - pause: {}
              - pause: {duration: 1h}
      """;

  @RegisterExtension final Setting setting = new Setting();

  private final Service stable = setting.service("v1");
  private final Service canary = setting.service("v2");

  private static String printed(String name) {
    try (InputStream in = FoundingTextTest.class.getResourceAsStream("/founding/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void asPrintedTheyRunAndAGoodCanarySucceeds() {
    Serin run = run(prometheus(), ROLLOUT, TEMPLATE);
    run.awaitTransition("completed (setWeight: 10)");
    Users users = setting.users();
    run.awaitWaitingFor("the end of the pause");
    users.awaitAnswers(200, answer -> answer.status() == 200);
    Measurement first = firstWithData();
    users.leave();

    assertThat(first.phase()).isEqualTo(AnalysisPhase.SUCCESSFUL);
    assertThat(value(first)).isBetween(0.99, 1.0);
    assertThat(users.failures()).isEmpty();
    assertThat(users.answers()).extracting(Answer::version).contains("v2").containsOnly("v1", "v2");
  }

  @Test
  void aCanaryThatFailsAFifthOfItsUsersFails() {
    canary.fails(0.2);
    Serin run = afterSomeTraffic(TEMPLATE);
    Measurement first = firstWithData();

    assertThat(first.phase()).as(run::story).isEqualTo(AnalysisPhase.FAILED);
    assertThat(value(first)).isBetween(0.7, 0.9);
  }

  @Test
  void measuredMoreOftenItIsTakenBack() {
    canary.fails(0.2);
    String hasty =
        TEMPLATE
            .replace("interval: 5m", "interval: 1s")
            .replace("failureLimit: 3", "failureLimit: 1");
    Serin run = afterSomeTraffic(hasty);
    JsonNode end = run.awaitEvent("its end", event -> type(event).equals("end"));

    run.endsWith(1);
    assertThat(end.path("message").asText()).contains("success-rate").contains("Failed");
    assertThat(setting.measurements("my-app", "success-rate"))
        .filteredOn(m -> m.phase() == AnalysisPhase.FAILED)
        .hasSize(2);
  }

  private PrometheusServer prometheus() {
    return setting.until(PrometheusServer.scraping(setting.admin().toString()));
  }

  private Serin run(PrometheusServer prometheus, String rollout, String template) {
    return setting.run(
        stable,
        canary,
        setting.file("rollout.yaml", rollout),
        setting.file("success-rate.yaml", template),
        "--prometheus",
        prometheus.address(),
        "-o",
        "json");
  }

  /// The short rollout at the step of its analysis, with a Prometheus that has seen canary's
  /// traffic.
  private Serin afterSomeTraffic(String template) {
    PrometheusServer prometheus = prometheus();
    Serin run = run(prometheus, SHORT, template);
    run.awaitWaitingFor("a person's promote");
    Users users = setting.users();
    users.awaitAnswers(400, answer -> answer.version().equals("v2"));
    prometheus.awaitResult("rate(http_requests_total{version=\"canary\",status=\"500\"}[5m]) > 0");
    setting.serin("promote").endsWith(0);
    return run;
  }

  /// A measurement before Prometheus has two samples has no result, which is an Error, and is taken
  /// again.
  private Measurement firstWithData() {
    return Awaitility.await("a measurement with data")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(this::withData, found -> !found.isEmpty())
        .getFirst();
  }

  private List<Measurement> withData() {
    return setting.measurements("my-app", "success-rate").stream()
        .filter(measurement -> measurement.phase() != AnalysisPhase.ERROR)
        .toList();
  }

  private static double value(Measurement measurement) {
    return Double.parseDouble(measurement.value().replaceAll("[\\[\\]]", ""));
  }
}
