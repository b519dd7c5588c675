package dev.serin.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisRequest;
import dev.serin.core.analysis.Argument;
import dev.serin.core.analysis.MetricRule;
import dev.serin.core.analysis.TemplateRef;
import dev.serin.core.engine.Backend;
import dev.serin.core.rollout.Step;
import dev.serin.core.rollout.Strategy;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.RequestMatch;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.TextMatch;
import dev.serin.manifest.Document.AnalysisRunDocument;
import dev.serin.manifest.Document.BackendDocument;
import dev.serin.manifest.Document.ExperimentDocument;
import dev.serin.manifest.Document.GatewayDocument;
import dev.serin.manifest.Document.RolloutDocument;
import dev.serin.manifest.Document.TemplateDocument;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MappingTest {
  private static Strategy strategy(String yaml) {
    return Reading.only(Reading.rollout(yaml), RolloutDocument.class).spec().strategy();
  }

  @Test
  void everyKindOfStepIsKept() {
    var canary =
        (Strategy.Canary)
            strategy(
                """
                canary:
                  trafficRouting:
                    plugins: {serin/gateway: {listen: 8080}}
                    managedRoutes: [{name: h}, {name: m}]
                    maxTrafficWeight: 1000
                  steps:
                    - setCanaryScale: {replicas: 2}
                    - setCanaryScale: {weight: 50}
                    - setCanaryScale: {matchTrafficWeight: true}
                    - setWeight: 125
                    - pause: {duration: 30}
                    - pause: {duration: "30"}
                    - pause: {duration: 1h30m}
                    - pause: {}
                    - setHeaderRoute:
                        name: h
                        match: [{headerName: x-user, headerValue: {prefix: beta}}]
                    - setHeaderRoute: {name: h}
                    - setMirrorRoute:
                        name: m
                        percentage: 35
                        match:
                          - method: {exact: GET}
                            path: {regex: /a.*}
                            headers: {x: {exact: z}}
                    - plugin: {name: a/b, config: {x: 1}}
                    - experiment: {templates: [{name: c, specRef: canary}]}
                """);
    assertThat(canary.steps())
        .containsExactly(
            new Step.SetCanaryScale(new Step.CanaryScale.Replicas(2)),
            new Step.SetCanaryScale(new Step.CanaryScale.Percent(50)),
            new Step.SetCanaryScale(new Step.CanaryScale.MatchTraffic()),
            new Step.SetWeight(125),
            new Step.Pause(Duration.ofSeconds(30), "30"),
            new Step.Pause(Duration.ofSeconds(30), "30"),
            new Step.Pause(Duration.ofMinutes(90), "1h30m"),
            new Step.Pause(null, null),
            new Step.SetHeaderRoute(
                "h", List.of(new HeaderMatch("x-user", new TextMatch.Prefix("beta")))),
            new Step.SetHeaderRoute("h", List.of()),
            new Step.SetMirrorRoute(
                "m",
                List.of(
                    new RequestMatch(
                        new TextMatch.Exact("GET"),
                        new TextMatch.Regex("/a.*"),
                        List.of(new HeaderMatch("x", new TextMatch.Exact("z"))))),
                35),
            new Step.Plugin("a/b", Map.of("x", 1L)),
            new Step.Experiment(
                Map.of("templates", List.of(Map.of("name", "c", "specRef", "canary")))));
    assertThat(canary.traffic().routers())
        .isEqualTo(Map.of("serin/gateway", Map.of("listen", 8080L)));
    assertThat(canary.traffic().managedRoutes()).containsExactly("h", "m");
    assertThat(canary.traffic().maxWeight()).isEqualTo(1000);
  }

  @Test
  void anAnalysisStepKeepsItsArgumentsAndRules() {
    var canary =
        (Strategy.Canary)
            strategy(
                """
                canary:
                  abortScaleDownDelaySeconds: 0
                  steps:
                    - analysis:
                        templates: [{templateName: a}, {templateName: b, clusterScope: true}]
                        args:
                          - {name: literal, value: "1"}
                          - {name: empty}
                          - {name: hash, valueFrom: {podTemplateHashValue: Stable}}
                          - {name: label, valueFrom: {fieldRef: {fieldPath: "metadata.labels['x']"}}}
                        dryRun: [{metricName: d.*}]
                        measurementRetention: [{metricName: r, limit: 3}]
                """);
    assertThat(canary.abortScaleDownDelay()).isNull();
    assertThat(canary.steps())
        .containsExactly(
            new Step.Analysis(
                new AnalysisRequest(
                    List.of(
                        new TemplateRef("a", TemplateRef.Scope.NAMESPACE),
                        new TemplateRef("b", TemplateRef.Scope.CLUSTER)),
                    List.of(
                        Argument.of("literal", "1"),
                        Argument.of("empty", ""),
                        new Argument(
                            "hash",
                            null,
                            new Argument.Origin.PodTemplateHash(Argument.Which.STABLE)),
                        new Argument(
                            "label", null, new Argument.Origin.Field("metadata.labels['x']"))),
                    List.of(new MetricRule.DryRun("d.*")),
                    List.of(new MetricRule.Retention("r", 3)))));
  }

  @Test
  void blueGreenHasThreeWaysToPromote() {
    assertThat(promotion("")).isEqualTo(new Strategy.Promotion.Automatic());
    assertThat(promotion("autoPromotionSeconds: 40"))
        .isEqualTo(new Strategy.Promotion.After(Duration.ofSeconds(40)));
    assertThat(promotion("{autoPromotionSeconds: 40, autoPromotionEnabled: false}"))
        .isEqualTo(new Strategy.Promotion.Manual());
  }

  private static Strategy.Promotion promotion(String fields) {
    String bare = fields.replace("{", "").replace("}", "");
    String line = bare.isEmpty() ? "" : ", " + bare;
    return ((Strategy.BlueGreen)
            strategy("blueGreen: {activeService: a, previewService: p" + line + "}"))
        .promotion();
  }

  @Test
  void rolloutFieldsBesideTheStrategy() {
    RolloutDocument rollout =
        Reading.only(
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Rollout
            metadata:
              name: shop
              namespace: prod
              labels: {team: "1"}
              annotations: {note: hello}
            spec:
              replicas: 0
              minReadySeconds: 5
              progressDeadlineSeconds: 60
              progressDeadlineAbort: true
              rollbackWindow: {revisions: 3}
              paused: true
              workloadRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
              strategy: {canary: {stableService: s, canaryService: c}}
            """,
            RolloutDocument.class);
    assertThat(rollout.id()).hasToString("prod/shop");
    assertThat(rollout.labels()).isEqualTo(Map.of("team", "1"));
    assertThat(rollout.annotations()).isEqualTo(Map.of("note", "hello"));
    assertThat(rollout.spec().replicas()).isZero();
    assertThat(rollout.spec().minReady()).isEqualTo(Duration.ofSeconds(5));
    assertThat(rollout.spec().progressDeadline()).isEqualTo(Duration.ofMinutes(1));
    assertThat(rollout.spec().rollbackWindow()).isEqualTo(3);
    assertThat(rollout.spec().paused()).isTrue();
    assertThat(((Strategy.Canary) rollout.spec().strategy()).services())
        .isEqualTo(new Strategy.Services("s", "c"));
    assertThat(rollout.content().map()).containsEntry("kind", "Rollout");
  }

  @Test
  void aPluginProviderIsCalledByItsOwnName() {
    TemplateDocument template =
        Reading.only(
            """
            apiVersion: argoproj.io/v1alpha1
            kind: ClusterAnalysisTemplate
            metadata: {name: guard}
            spec:
              args: [{name: token, valueFrom: {secretKeyRef: {name: s, key: k}}}]
              templates: [{templateName: more}]
              metrics:
                - name: errors
                  count: "{{args.token}}"
                  provider: {plugin: {serin/comparison: {signal: errors, margin: {relative: 0.1}}}}
            """,
            TemplateDocument.class);
    assertThat(template.template().ref())
        .isEqualTo(new TemplateRef("guard", TemplateRef.Scope.CLUSTER));
    assertThat(template.template().spec().args())
        .containsExactly(new Argument("token", null, new Argument.Origin.Secret("s", "k")));
    assertThat(template.template().templates())
        .containsExactly(new TemplateRef("more", TemplateRef.Scope.NAMESPACE));
    var metric = template.template().spec().metrics().getFirst();
    assertThat(metric.count()).isEqualTo("{{args.token}}");
    assertThat(metric.provider().kind()).isEqualTo("serin/comparison");
    assertThat(metric.provider().settings())
        .isEqualTo(Map.of("signal", "errors", "margin", Map.of("relative", 0.1)));
  }

  @Test
  void aBackendHasDefaults() {
    BackendDocument backend =
        Reading.only(
            """
            apiVersion: serin.dev/v1alpha1
            kind: Backend
            metadata: {name: blue}
            spec:
              version: v1
              endpoints: [{url: "http://10.0.0.1:8080"}, {url: "https://b", weight: 3}]
              healthCheck: {path: /healthz, interval: 5s}
            """,
            BackendDocument.class);
    assertThat(backend.backend())
        .isEqualTo(
            new Backend(
                "blue",
                new Revision("v1"),
                List.of(
                    new Backend.Endpoint(URI.create("http://10.0.0.1:8080"), 1),
                    new Backend.Endpoint(URI.create("https://b"), 3)),
                new Backend.HealthCheck(
                    "/healthz", Duration.ofSeconds(5), Duration.ofSeconds(1), 1, 3)));
  }

  @Test
  void aBackendMaySpeakHttp2() {
    BackendDocument backend =
        Reading.only(
            """
            apiVersion: serin.dev/v1alpha1
            kind: Backend
            metadata: {name: blue}
            spec:
              version: v1
              protocol: http2
              endpoints: [{url: "http://10.0.0.1:8080"}]
            """,
            BackendDocument.class);
    assertThat(backend.backend().protocol()).isEqualTo(Backend.Protocol.HTTP_2);
  }

  @Test
  void aGatewayKeepsWhatIsWritten() {
    GatewayDocument gateway =
        Reading.only(
            """
            apiVersion: serin.dev/v1alpha1
            kind: Gateway
            metadata: {name: edge, namespace: prod}
            spec:
              listeners: [{address: ":8080"}, {address: "[::1]:8443", tls: {certificate: a, key: b}}]
              stickiness: {clientAddress: {}}
              timeouts: {handover: 1m}
              limits: {bodyBytes: 10000000000}
            """,
            GatewayDocument.class);
    assertThat(gateway.namespace()).isEqualTo("prod");
    assertThat(gateway.spec().walk("limits.bodyBytes").whole()).hasValue(10_000_000_000L);
  }

  @Test
  void runsAndExperimentsMayLeaveTheirNameToTheCluster() {
    AnalysisRunDocument run =
        Reading.only(
            """
            apiVersion: argoproj.io/v1alpha1
            kind: AnalysisRun
            metadata: {generateName: smoke-}
            spec:
              metrics: [{name: m, provider: {web: {url: "http://x"}}}]
            """,
            AnalysisRunDocument.class);
    assertThat(run.name()).isEmpty();
    assertThat(run.spec().metrics().getFirst().provider().kind()).isEqualTo("web");
    ExperimentDocument experiment =
        Reading.only(
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Experiment
            metadata: {name: e}
            spec:
              duration: 5m
              templates: [{name: a, selector: {matchLabels: {a: b}}, template: {spec: {}}}]
            """,
            ExperimentDocument.class);
    assertThat(experiment.name()).isEqualTo("e");
  }

  @Test
  void aListOfDocumentsIsReadAsItsItems() {
    Manifests read =
        Reading.of(
            """
            apiVersion: v1
            kind: List
            items:
              - apiVersion: v1
                kind: Service
                metadata: {name: a}
              - apiVersion: v1
                kind: Service
                metadata: {name: b}
            """);
    assertThat(read.documents()).hasSize(2);
  }
}
