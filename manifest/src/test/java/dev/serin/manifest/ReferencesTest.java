package dev.serin.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.manifest.tree.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferencesTest {
  private static final String CANARY =
      Reading.rollout(
          """
          canary:
            stableService: stable
            canaryService: canary
            steps:
              - analysis: {templates: [{templateName: t}]}
          """);

  private static final String METRIC =
      """
      name: m
      provider: {plugin: {serin/comparison: {signal: errors}}}
      """;

  private static List<String> problems(String... documents) {
    return Reading.of(String.join("---\n", documents)).problems().stream()
        .filter(p -> !p.id().equals("no-pod-template"))
        .map(p -> p.severity() + " " + p.id())
        .toList();
  }

  private static String service(String name) {
    return "apiVersion: v1\nkind: Service\nmetadata: {name: " + name + "}\n";
  }

  private static String backend(String name) {
    return """
        apiVersion: serin.dev/v1alpha1
        kind: Backend
        metadata: {name: %s}
        spec: {version: v, endpoints: [{url: "http://a"}]}
        """
        .formatted(name);
  }

  @Test
  void aRolloutAloneMayReferToWhatStandsElsewhere() {
    assertThat(problems(CANARY))
        .containsExactly(
            "INFO missing-service", "INFO missing-service", "WARNING missing-template");
  }

  @Test
  void oneServiceOfTwoIsAnError() {
    assertThat(problems(CANARY, service("stable"), Reading.template(METRIC)))
        .containsExactly("ERROR missing-service");
  }

  @Test
  void backendsStandForServices() {
    assertThat(problems(CANARY, backend("stable"), backend("canary"), Reading.template(METRIC)))
        .isEmpty();
  }

  @Test
  void aTemplateIsMissedWhenTheServicesAreGiven() {
    assertThat(problems(CANARY, service("stable"), service("canary")))
        .containsExactly("ERROR missing-template");
  }

  @Test
  void givenTemplatesDoNotMakeServicesMissing() {
    assertThat(problems(CANARY, Reading.template(METRIC)))
        .containsExactly("INFO missing-service", "INFO missing-service");
  }

  @Test
  void aTemplatedCountMayBeUsedInAStep() {
    String counted =
        Reading.template(
                """
                name: m
                interval: 10s
                count: "{{args.count}}"
                provider: {plugin: {serin/comparison: {signal: errors}}}
                """)
            + "  args: [{name: count, value: '3'}]\n";
    assertThat(problems(CANARY, counted)).noneMatch(p -> p.startsWith("ERROR"));
  }

  @Test
  void templatesThatTakeInEachOtherAreReadOnce() {
    String a = template("a", "b");
    String b = template("b", "a");
    String rollout =
        Reading.rollout("canary: {steps: [{analysis: {templates: [{templateName: a}]}}]}");
    assertThat(Reading.of(rollout + "---\n" + a + "---\n" + b).problems())
        .noneMatch(Problem::error);
  }

  private static String template(String name, String nested) {
    return """
        apiVersion: argoproj.io/v1alpha1
        kind: AnalysisTemplate
        metadata: {name: %s}
        spec: {templates: [{templateName: %s}]}
        """
        .formatted(name, nested);
  }
}
