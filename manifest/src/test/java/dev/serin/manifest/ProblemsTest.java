package dev.serin.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Source;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {
  @Test
  void allErrorsAreReportedAtOnceEachAtItsPlace() {
    assertThat(
            Reading.errors(
                """
                apiVersion: argoproj.io/v1alpha1
                kind: Rollout
                metadata:
                  name: demo
                spec:
                  replicas: -1
                  replica: 3
                  selector: {}
                  template:
                  strategy:
                    canary:
                      stableService: [a]
                      steps:
                        - setWeight: 120
                        - setWeight: "20"
                        - pause: {duration: 1d}
                        - setWeigth: 5
                        - analysis:
                            templates:
                              - templateName: t
                                cluster: true
                """))
        .containsExactly(
            "6:13 invalid-value spec.replicas",
            "7:3 unknown-field spec.replica",
            "8:13 invalid-value spec.selector",
            "12:22 wrong-type spec.strategy.canary.stableService",
            "14:22 invalid-value spec.strategy.canary.steps[0].setWeight",
            "15:22 wrong-type spec.strategy.canary.steps[1].setWeight",
            "16:29 invalid-value spec.strategy.canary.steps[2].pause.duration",
            "17:11 unknown-field spec.strategy.canary.steps[3].setWeigth",
            "17:11 invalid-value spec.strategy.canary.steps[3]",
            "21:17 unknown-field spec.strategy.canary.steps[4].analysis.templates[0].cluster");
  }

  @Test
  void anUnknownFieldNamesTheOneThatWasMeant() {
    Problem problem =
        Reading.of(Reading.rollout("canary: {steps: [{setWeigth: 5}]}")).problems().stream()
            .filter(p -> p.id().equals("unknown-field"))
            .findFirst()
            .orElseThrow();
    assertThat(problem.message())
        .isEqualTo("unknown field \"spec.strategy.canary.steps[0].setWeigth\"");
    assertThat(problem.fix()).isEqualTo("did you mean `setWeight`?");
  }

  @Test
  void problemsAreInTheOrderOfFilesAndLines() {
    Manifests read =
        new ManifestReader()
            .read(
                List.of(
                    Source.of("b.yaml", "kind: [}"),
                    Source.of("a.yaml", Reading.rollout("canary: {a: 1}\nb: 1"))));
    assertThat(read.problems().stream().filter(Problem::error))
        .extracting(p -> p.place().toString())
        .containsExactly("b.yaml:1:8", "a.yaml:8:14", "a.yaml:9:5");
  }

  @Test
  void documentsBesideABadOneAreKept() {
    Manifests read =
        Reading.of(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: a}
            ---
            kind: Rollout
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: b}
            """);
    assertThat(read.documents()).hasSize(2);
    assertThat(read.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.path()).isEqualTo("apiVersion"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "argoproj.io/v1alpha1, Rolout, Rollout",
    "argoproj.io/v1alpha2, Rollout, Rollout",
    "serin.dev/v1alpha1, Bakend, Backend",
    "serin.dev/v1alpha1, Thing, Backend",
    "argoproj.io/v1alpha1, Backend, Backend",
    "serin.dev/v1alpha1, Gatway, Gateway",
    "serin.dev/v1alpha1, Thing, Gateway",
    "argoproj.io/v1alpha1, Gateway, serin.dev/v1alpha1",
  })
  void aKindThatDoesNotExistIsAnError(String version, String kind, String meant) {
    Manifests read =
        Reading.of("apiVersion: " + version + "\nkind: " + kind + "\nmetadata: {name: a}\n");
    assertThat(read.problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.id()).isEqualTo("unknown-kind");
              assertThat(p.fix()).contains(meant);
            });
  }

  @Test
  void kindsOfOthersPassUnread() {
    assertThat(
            Reading.of("apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec: {any: 1}\n")
                .problems())
        .isEmpty();
  }

  @Test
  void aConditionIsCheckedWhenTheManifestIsRead() {
    assertThat(
            Reading.errors(
                Reading.template(
                    """
                    name: m
                    provider: {prometheus: {query: q}}
                    successCondition: result[0] >=
                    failureCondition: reslt > 1
                    """)))
        .containsExactly(
            "9:25 invalid-condition spec.metrics[0].successCondition",
            "10:25 invalid-condition spec.metrics[0].failureCondition");
  }

  @Test
  void aPatternIsCheckedWhenTheManifestIsRead() {
    assertThat(
            Reading.errors(
                Reading.rollout(
                    """
                    canary:
                      canaryService: a
                      stableService: b
                      trafficRouting:
                        plugins: {serin/gateway: {}}
                        managedRoutes: [{name: h}, {name: m}]
                      steps:
                        - setHeaderRoute:
                            name: h
                            match: [{headerName: x, headerValue: {regex: "a("}}]
                        - setMirrorRoute:
                            name: m
                            match:
                              - method: {regex: "G.*"}
                                path: {regex: "["}
                                headers: {x: {regex: "*"}}
                    """)))
        .containsExactly(
            "17:58 invalid-value"
                + " spec.strategy.canary.steps[0].setHeaderRoute.match[0].headerValue.regex",
            "22:31 invalid-value spec.strategy.canary.steps[1].setMirrorRoute.match[0].path.regex",
            "23:38 invalid-value"
                + " spec.strategy.canary.steps[1].setMirrorRoute.match[0].headers.x.regex");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "'^[[:alpha:]]+1$', 0",
    "'^(a|b)$', 0",
    "'*', 1",
    "'(?=a)', 1",
    "'(?U)a+', 1",
  })
  void thePatternOfADryRunIsChecked(String pattern, int errors) {
    assertThat(dryRun(pattern)).hasSize(errors);
  }

  @Test
  void aPatternOfBracketsDoesNotExhaustTheStack() {
    assertThat(dryRun("(".repeat(30_000) + ")".repeat(30_000)))
        .containsExactly("10:19 invalid-value spec.dryRun[0].metricName");
    assertThat(dryRun("(".repeat(100) + ")".repeat(100))).isEmpty();
  }

  @Test
  void thePatternsOfARolloutsAnalysisAreChecked() {
    assertThat(
            Reading.errors(
                Reading.rollout(
                    """
                    canary:
                      analysis:
                        templates: [{templateName: t}]
                        dryRun: [{metricName: "a("}]
                    """)))
        .containsExactly("11:31 invalid-value spec.strategy.canary.analysis.dryRun[0].metricName");
  }

  private static List<String> dryRun(String pattern) {
    return Reading.errors(
        Reading.template("name: a1\nprovider: {prometheus: {query: q}}")
            + "  dryRun:\n    - metricName: '"
            + pattern
            + "'\n");
  }

  @Test
  void aBackendReportsAllItsErrors() {
    assertThat(
            Reading.errors(
                """
                apiVersion: serin.dev/v1alpha1
                kind: Backend
                metadata: {name: b}
                spec:
                  version: " "
                  endpoints:
                    - url: 10.0.0.1:80
                    - url: http://a/path
                    - {url: "http://a:1", weight: 0}
                    - url: http://a:1
                  healthCheck: {path: x, interval: 2, timeout: 0s, healthyThreshold: 0}
                """))
        .containsExactly(
            "5:12 invalid-value spec.version",
            "7:12 invalid-value spec.endpoints[0].url",
            "8:12 invalid-value spec.endpoints[1].url",
            "9:35 invalid-value spec.endpoints[2].weight",
            "10:12 invalid-value spec.endpoints[3].url",
            "11:23 invalid-value spec.healthCheck.path",
            "11:36 wrong-type spec.healthCheck.interval",
            "11:48 invalid-value spec.healthCheck.timeout",
            "11:70 invalid-value spec.healthCheck.healthyThreshold");
  }

  @Test
  void aGatewayReportsAllItsErrors() {
    assertThat(
            Reading.errors(
                """
                apiVersion: serin.dev/v1alpha1
                kind: Gateway
                metadata: {name: edge}
                spec:
                  listeners:
                    - address: 8080
                    - address: "8080"
                    - {address: "a:70000", tls: {certificate: a.pem}}
                    - {adress: "a:1", proxyProtocol: yes}
                  admin: here
                  stickiness: {header: X-User, none: {}}
                  timeouts: {connect: 2, idle: soon, read: 1s}
                  limits: {bodyBytes: many}
                  resilience: {ejectFor: 1d, retryShare: "0.2"}
                  accessLog: {format: xml}
                  routes: [{host: a, path: /}]
                """))
        .containsExactly(
            "6:16 wrong-type spec.listeners[0].address",
            "7:16 invalid-value spec.listeners[1].address",
            "8:17 invalid-value spec.listeners[2].address",
            "8:33 missing-field spec.listeners[2].tls.key",
            "9:7 missing-field spec.listeners[3].address",
            "9:8 unknown-field spec.listeners[3].adress",
            "10:10 invalid-value spec.admin",
            "11:15 invalid-value spec.stickiness",
            "12:23 wrong-type spec.timeouts.connect",
            "12:32 invalid-value spec.timeouts.idle",
            "12:38 unknown-field spec.timeouts.read",
            "13:23 wrong-type spec.limits.bodyBytes",
            "14:26 invalid-value spec.resilience.ejectFor",
            "14:42 wrong-type spec.resilience.retryShare",
            "15:23 invalid-value spec.accessLog.format",
            "16:12 missing-field spec.routes[0].rollout");
  }

  private static final String ROUTES =
      """
      apiVersion: serin.dev/v1alpha1
      kind: Gateway
      metadata: {name: edge}
      spec:
        routes:
          - {host: a.example.org, rollout: demo}
          - {host: b.example.org, rollout: other}
      """;

  @Test
  void aRouteToARolloutThatIsNotThereIsAnErrorWhereAnotherOneIs() {
    assertThat(Reading.of(ROUTES).problems()).hasSize(2).noneMatch(Problem::error);
    assertThat(Reading.errors(ROUTES + "---\n" + Reading.rollout("canary: {steps: []}")))
        .containsExactly("7:38 missing-rollout spec.routes[1].rollout");
  }

  @Test
  void aProblemIsOneLine() {
    assertThat(Reading.of(Reading.rollout("canary: {steps: [{setWeight: 101}]}")).problems())
        .filteredOn(Problem::error)
        .singleElement()
        .hasToString(
            "f.yaml:8:34: error: spec.strategy.steps[0].setWeight: Invalid value: 101: SetWeight"
                + " needs to be between 0 and 100; write a number from 0 to 100 [invalid-value]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          plugin: {serin/comparison: {source: {prometheus: {total: "a{v='{{population}}'}"}}}} |
          plugin: {serin/comparison: {source: {prometheus: {total: "a{v='{{populations}}'}"}}}} | failed to resolve {{populations}}
          plugin: {serin/gateway: {signal: errors, population: "{{population}}"}} | failed to resolve {{population}}
          prometheus: {address: http://p:9090, query: "a{v='{{population}}'}"} | failed to resolve {{population}}
          """)
  void onlyAComparisonHasPopulations(String provider, String problem) {
    assertThat(Reading.of(Reading.template("{name: m, provider: {" + provider + "}}")).problems())
        .filteredOn(it -> it.id().equals("unknown-argument"))
        .extracting(Problem::message)
        .isEqualTo(problem == null ? List.of() : List.of(problem));
  }
}
