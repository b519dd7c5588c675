package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.analysis.Result;
import dev.serin.core.engine.Analyst;
import dev.serin.core.engine.Engine;
import dev.serin.core.engine.FakeRouter;
import dev.serin.core.engine.Look;
import dev.serin.core.engine.Loop;
import dev.serin.core.engine.MemoryStore;
import dev.serin.core.engine.MetricProvider;
import dev.serin.core.engine.MetricProvider.Reading;
import dev.serin.core.engine.Release;
import dev.serin.core.engine.Timeline;
import dev.serin.core.engine.Workload;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.manifest.Document.RolloutDocument;
import dev.serin.manifest.ManifestReader;
import dev.serin.manifest.Manifests;
import dev.serin.manifest.condition.ExprConditions;
import dev.serin.manifest.tree.Source;
import dev.serin.providers.comparison.ComparisonProvider;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.prometheus.PrometheusProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every plan in `examples/` is read without a complaint and runs to its end, in virtual time and
/// with a service that is well. Whoever is asked to approve approves.
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("../examples");
  private static final Revision STABLE = new Revision("stable");
  private static final Revision CANARY = new Revision("canary");

  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATEST = BEGINNING.plus(Duration.ofDays(1));

  /// What each provider reads of a service that is well.
  private static final Map<String, Result> WELL =
      Map.of(
          "serin/router", new Result.Scalar(0.001),
          "prometheus", new Result.Vector(List.of(0.001, 0.001)),
          "web", new Result.Json(Map.of("status", "up", "failed", 0.0, "passed", 12.0)));

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void runsToItsEnd(Path file) throws IOException, InterruptedException {
    Manifests manifests =
        new ManifestReader().read(List.of(Source.of(file.toString(), Files.readString(file))));
    assertThat(manifests.problems()).filteredOn(p -> p.error()).isEmpty();
    assertThat(manifests.rollouts()).isNotEmpty();
    for (RolloutDocument rollout : manifests.rollouts()) {
      FakeRouter router = new FakeRouter();
      Look last = run(release(rollout, manifests), router);
      assertThat(last.end()).isEqualTo(Look.End.PROMOTED);
      assertThat(router.applied().getLast()).isEqualTo(Routing.allTo(CANARY));
    }
  }

  private static Look run(Release release, FakeRouter router) throws InterruptedException {
    MemoryStore store = new MemoryStore();
    Timeline time = Timeline.virtual(BEGINNING);
    try (HttpCaller http = new HttpCaller()) {
      Analyst analyst =
          new Analyst(
              new Analyst.Tools(
                  providers(comparing(http, new SteadyTraffic(router, time))),
                  new ExprConditions(),
                  (_, name, key) -> Optional.of(name + "/" + key)),
              Runnable::run,
              time);
      Engine engine =
          new Engine(
              new Engine.Parts(
                  store, router, (_, _) -> new Workload.Health.Available(), analyst, time));
      return new Loop(engine, time, Duration.ofSeconds(5))
          .run(release, look -> approved(store, release.id(), look) || look.at().isAfter(LATEST));
    }
  }

  /// Whether it has ended; what waits for a person is approved.
  private static boolean approved(MemoryStore store, RolloutId id, Look look) {
    if (look.decision().waiting().what().equals("a person's promote")) {
      store.request(id, new Command.Promote(), "test", look.at());
    }
    return look.end() != null;
  }

  private static MetricProvider comparing(HttpCaller http, SteadyTraffic traffic) {
    return ComparisonProvider.of(http, PrometheusProvider.Addresses.OF_MANIFEST, traffic, _ -> {});
  }

  private static Map<String, MetricProvider> providers(MetricProvider comparing) {
    return Stream.concat(
            Stream.of(
                Map.entry(ComparisonProvider.KIND, comparing),
                Map.entry(ProviderConfig.GATE, saying("yes"))),
            WELL.entrySet().stream()
                .map(well -> Map.entry(well.getKey(), reading(well.getValue()))))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static MetricProvider saying(String answer) {
    return _ -> new Reading.Judged(AnalysisPhase.SUCCESSFUL, answer, "", Map.of());
  }

  private static MetricProvider reading(Result result) {
    return _ -> new Reading.Value(result, result.toString(), Map.of());
  }

  private static Release release(RolloutDocument rollout, Manifests manifests) {
    return new Release(
        rollout.id(),
        rollout.spec(),
        STABLE,
        CANARY,
        manifests.templates().stream().collect(Collectors.toMap(t -> t.ref(), Function.identity())),
        Map.of("metadata", Map.of("name", rollout.id().name())));
  }
}
