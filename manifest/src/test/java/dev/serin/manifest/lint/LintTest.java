package dev.serin.manifest.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.manifest.Manifests;
import dev.serin.manifest.Reading;
import dev.serin.manifest.tree.Problem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LintTest {
  private static final String GOOD =
      """
      name: errors
      interval: 5m
      failureLimit: 1
      provider: {prometheus: {query: 'rate(x{version="canary"}[5m]) / rate(x{version="stable"}[5m])'}}
      successCondition: result[0] <= 1.5
      """;

  private static List<Problem> lint(String yaml) {
    Manifests read = Reading.of(yaml);
    assertThat(read.accepted()).as(read.problems().toString()).isTrue();
    return Lint.check(read);
  }

  private static String ids(String yaml) {
    return lint(yaml).stream().map(Problem::id).distinct().collect(Collectors.joining(" "));
  }

  private static String plan(String steps) {
    return rollout(steps) + "---\n" + Reading.template(GOOD);
  }

  private static String rollout(String steps) {
    return Reading.rollout(
        """
            canary:
              trafficRouting: {plugins: {serin/gateway: {}}, managedRoutes: [{name: r}]}
              analysis: {templates: [{templateName: t}]}
              steps:
            """
            + steps.replace(" | ", "\n").indent(4).replaceAll("(?m)^    ", "    - "));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = ';',
      nullValues = "none",
      textBlock =
          """
          setWeight: 5 | pause: {duration: 10m} | setWeight: 25 | pause: {duration: 10m} | setWeight: 50 | pause: {duration: 10m}; none
          setWeight: 20 | pause: {duration: 10m} | setWeight: 70 | pause: {duration: 10m}; first-weight-too-large
          setWeight: 1 | pause: {duration: 10m} | setWeight: 6 | pause: {duration: 10m} | setWeight: 30 | pause: {duration: 10m} | setWeight: 60; steps-too-steep
          setWeight: 10 | pause: {duration: 10m} | setWeight: 40 | pause: {duration: 10m}; steps-too-steep
          setWeight: 10 | pause: {duration: 10m} | setWeight: 50 | setWeight: 100; no-time-to-observe
          setWeight: 10 | pause: {} | setWeight: 50; waits-for-a-person
          setWeight: 10 | pause: {duration: 10m} | setWeight: 50 | pause: {duration: 10m} | setWeight: 10 | pause: {duration: 10m} | setWeight: 50; weight-falls
          setWeight: 10 | pause: {duration: 1m} | setWeight: 50 | pause: {duration: 10m}; pause-shorter-than-window
          setWeight: 10 | pause: {duration: 5m} | setWeight: 50; fails-too-late
          setMirrorRoute: {name: r, match: [{path: {exact: /}}]} | setWeight: 10 | pause: {duration: 10m} | setWeight: 50; mirrors-writes
          setMirrorRoute: {name: r, match: [{method: {exact: GET}}]} | setWeight: 10 | pause: {duration: 10m} | setWeight: 50; none
          """)
  void judgesThePlan(String steps, String expected) {
    assertThat(ids(plan(steps))).isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = ';',
      nullValues = "none",
      textBlock =
          """
          count: 4; none
          query: 'rate(x{job="api"}[5m]) / rate(y{pod="stable"}[5m])'; none
          query: 'rate(x{version="canary"}[5m])'; no-baseline
          query: 'rate(x{code="200"}[5m]) > stable'; no-version-label
          interval: 1m; interval-shorter-than-window
          failureLimit: null; failure-limit-zero
          count: 2 | failureLimit: 2; cannot-fail
          successCondition: ''; no-condition
          """)
  void judgesMetrics(String change, String expected) {
    String metric = GOOD;
    for (String field : change.split(" \\| ", -1)) {
      String name = field.substring(0, field.indexOf(':'));
      String value = field.substring(name.length() + 1).strip();
      metric =
          name.equals("query")
              ? metric.replaceAll("query: '.*'", "query: " + value.replace("\\", "\\\\"))
              : metric.replaceAll("(?m)^" + name + ":.*\n", "") + name + ": " + value + "\n";
    }
    assertThat(ids(Reading.template(metric))).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void aCanaryWithoutAnalysisOrRouterIsTold() {
    assertThat(ids(Reading.rollout("canary: {}")))
        .isEqualTo("no-steps no-traffic-routing no-analysis");
  }

  @Test
  void blueGreenWithoutAnalysisIsTold() {
    assertThat(ids(Reading.rollout("blueGreen: {activeService: a}")))
        .isEqualTo("no-analysis before-after");
  }

  @Test
  void aFieldThatOnlyKubernetesHasIsTold() {
    String args =
        """
          args:
            - {name: a, valueFrom: {fieldRef: {fieldPath: status.currentStepIndex}}}
            - {name: b, valueFrom: {fieldRef: {fieldPath: spec.replicas}}}
        """;
    assertThat(lint(Reading.template(GOOD) + args))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.id()).isEqualTo("unavailable-field");
              assertThat(p.path()).isEqualTo("spec.args[0].valueFrom.fieldRef.fieldPath");
            });
    assertThat(
            ids(
                Reading.rollout(
                        """
                    blueGreen:
                      activeService: a
                      prePromotionAnalysis:
                        templates: [{templateName: t}]
                        args: [{name: a, valueFrom: {fieldRef: {fieldPath: status.phase}}}]
                    """)
                    + "---\n"
                    + Reading.template(GOOD + "count: 4\n")))
        .isEqualTo("unavailable-field before-after");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "'replicas: 3' | spec.replicas",
        "'minReadySeconds: 5' | spec.minReadySeconds",
        "'replicas: 3\n  workloadRef: {apiVersion: apps/v1, kind: Deployment, name: a}' | none"
      })
  void whatCountsPodsIsToldWhereThereAreNone(String fields, @Nullable String path) {
    String rollout = Reading.rollout("blueGreen: {activeService: a}");
    String without = rollout.replace("  selector: {matchLabels: {app: demo}}\n  template:\n", "");
    assertThat(lint(without + "  " + fields + "\n"))
        .filteredOn(p -> p.id().equals("kubernetes-only"))
        .extracting(Problem::path)
        .containsExactlyElementsOf(path == null ? List.of() : List.of(path));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"'interval: 10s, ', ''", "'', comparison-once"})
  void aComparisonBesideTheStepsGoesOnAsLongAsTheyDo(String interval, String expected) {
    String template =
        Reading.template(
            "name: errors\n%sprovider: {plugin: {serin/comparison: {signal: errors}}}\n"
                .formatted(interval.replace(", ", "\n")));
    String rollout = rollout("setWeight: 10 | pause: {duration: 10m} | setWeight: 50");
    assertThat(ids(rollout + "---\n" + template)).isEqualTo(expected);
  }

  @Test
  void tooManyMetricsAreCounted() {
    String metrics =
        IntStream.rangeClosed(1, 13)
            .mapToObj(
                i ->
                    "    - {name: m%d, provider: {plugin: {serin/gateway: {signal: errors}}}}\n"
                        .formatted(i))
            .collect(Collectors.joining());
    String template =
        "apiVersion: argoproj.io/v1alpha1\nkind: AnalysisTemplate\nmetadata: {name: t}\nspec:\n"
            + "  metrics:\n"
            + metrics;
    String rollout = rollout("setWeight: 10 | pause: {duration: 10m} | setWeight: 50");
    assertThat(lint(rollout + "---\n" + template))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.id()).isEqualTo("too-many-metrics");
              assertThat(p.message()).contains("13 metrics").contains("49 %");
            });
  }

  @Test
  void anAnalysisThatBeginsAfterThePlanIsTold() {
    assertThat(
            ids(
                Reading.rollout(
                    """
                    canary:
                      trafficRouting: {plugins: {serin/gateway: {}}}
                      analysis: {templates: [{templateName: t}], startingStep: 2}
                      steps: [{setWeight: 10}, {pause: {duration: 1h}}, ]
                    """)))
        .contains("analysis-never-starts");
  }

  @Test
  void adviceIsNeverAnErrorAndHasItsPlace() {
    assertThat(lint(plan("setWeight: 20 | setWeight: 90")))
        .isNotEmpty()
        .noneMatch(Problem::error)
        .allSatisfy(
            p -> {
              assertThat(p.place().line()).isGreaterThan(7);
              assertThat(p.fix()).isNotBlank();
            });
  }
}
