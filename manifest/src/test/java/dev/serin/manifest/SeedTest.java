package dev.serin.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisRequest;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.analysis.TemplateRef;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.RolloutSpec;
import dev.serin.core.rollout.Step;
import dev.serin.core.rollout.Strategy;
import dev.serin.core.rollout.TrafficRouting;
import dev.serin.manifest.Document.RolloutDocument;
import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Source;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The text that Serin was founded on: its manifests are taken as they are printed.
class SeedTest {
  private static final Source ROLLOUT = Reading.resource("/seed/rollout.yaml");
  private static final Source TEMPLATE = Reading.resource("/seed/success-rate.yaml");

  @ParameterizedTest
  @ValueSource(strings = {"rollout", "success-rate", "virtual-service", "destination-rule"})
  void eachManifestIsAcceptedByItself(String name) {
    Manifests read =
        new ManifestReader().read(List.of(Reading.resource("/seed/" + name + ".yaml")));
    assertThat(read.accepted()).as(read.problems().toString()).isTrue();
    assertThat(read.documents()).hasSize(1);
  }

  @Test
  void theRolloutIsThePlanThatItsCommentsDescribe() {
    RolloutDocument rollout =
        new ManifestReader().read(List.of(ROLLOUT, TEMPLATE)).rollouts().getFirst();
    assertThat(rollout.id()).isEqualTo(new RolloutId("default", "my-app"));
    var analysis =
        new AnalysisRequest(
            List.of(new TemplateRef("success-rate", TemplateRef.Scope.NAMESPACE)),
            List.of(),
            List.of(),
            List.of());
    assertThat(rollout.spec())
        .isEqualTo(
            new RolloutSpec(
                new Strategy.Canary(
                    List.of(
                        new Step.SetWeight(10),
                        new Step.Pause(Duration.ofMinutes(5), "5m"),
                        new Step.SetWeight(30),
                        new Step.Pause(null, null),
                        new Step.SetWeight(50),
                        new Step.Pause(Duration.ofMinutes(10), "10m"),
                        new Step.SetWeight(100)),
                    Strategy.Services.NONE,
                    TrafficRouting.UNNAMED,
                    new Strategy.BackgroundAnalysis(analysis, 1),
                    Strategy.DEFAULT_SCALE_DOWN_DELAY,
                    Strategy.DEFAULT_SCALE_DOWN_DELAY),
                10,
                Duration.ZERO,
                Duration.ofMinutes(10),
                RolloutSpec.OnDeadline.REPORT,
                null,
                false));
  }

  @Test
  void theTemplateKeepsItsQueryAndConditions() {
    Metric metric =
        new ManifestReader()
            .read(List.of(TEMPLATE))
            .templates()
            .getFirst()
            .spec()
            .metrics()
            .getFirst();
    String query =
        """
        sum(rate(http_requests_total{status=~"2.*", version="canary"}[5m]))
        /
        sum(rate(http_requests_total{version="canary"}[5m]))
        """;
    assertThat(metric)
        .isEqualTo(
            new Metric(
                "success-rate",
                "5m",
                null,
                null,
                "result[0] >= 0.95",
                "",
                new Metric.Limits("3", null, null, null),
                new ProviderConfig(
                    "prometheus", Map.of("address", "http://prometheus:9090", "query", query))));
  }

  @Test
  void theEmptyPodTemplateIsAWarningAndSoIsATemplateThatIsNotGiven() {
    List<Problem> alone = new ManifestReader().read(List.of(ROLLOUT)).problems();
    assertThat(alone)
        .extracting(Problem::id)
        .containsExactly("missing-template", "no-pod-template");
    List<Problem> both = new ManifestReader().read(List.of(ROLLOUT, TEMPLATE)).problems();
    assertThat(both).extracting(Problem::id).containsExactly("no-pod-template");
  }
}
