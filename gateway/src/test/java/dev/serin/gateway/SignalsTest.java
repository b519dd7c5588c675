package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.AnalysisSpec;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.analysis.Result;
import dev.serin.core.engine.MetricProvider;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Weight;
import dev.serin.signals.Role;
import dev.serin.signals.RouterMetrics;
import dev.serin.signals.Series;
import dev.serin.signals.SignalBook;
import dev.serin.signals.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the gateway measures, as Prometheus, an analysis and the live view read it.
class SignalsTest {
  private static Origin failing(int every) {
    int[] count = {0};
    return Origin.replying(
        _ ->
            ++count[0] % every == 0
                ? "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"
                : Origin.ok("ok"));
  }

  private static void ask(Stage stage, int requests) throws Exception {
    long before = answered(stage);
    try (Wire client = stage.connect()) {
      for (int i = 0; i < requests; i++) {
        client.lines("GET / HTTP/1.1", "Host: a");
        client.receive();
      }
    }
    Awaitility.await().until(() -> answered(stage) == before + requests);
  }

  private static long answered(Stage stage) {
    return stage.population(Role.STABLE).sinceStart().requests()
        + stage.population(Role.CANARY).sinceStart().requests();
  }

  private static String sample(String revision, int status, String version, long value) {
    return "http_requests_total{revision=\"%s\",rollout=\"default/shop\",route=\"*/\",status=\"%d\",version=\"%s\"} %d.0"
        .formatted(revision, status, version, value);
  }

  @Test
  void theMetricsPageCountsExactlyByStatusAndVersion() throws Exception {
    try (Origin stable = Origin.saying("ok");
        Origin canary = failing(5);
        Stage stage = Stage.of(Stage.OPTIONS, Weight.NONE, stable, canary)) {
      assertThat(stage.admin("/metrics").lines())
          .contains(sample("v1", 200, "stable", 0), sample("v2", 200, "canary", 0));

      ask(stage, 30);
      stage.weight(Weight.ALL);
      ask(stage, 20);

      String page = stage.admin("/metrics");
      assertThat(page.lines())
          .contains(
              sample("v1", 200, "stable", 30),
              sample("v2", 200, "canary", 16),
              sample("v2", 503, "canary", 4),
              "# TYPE http_requests_total counter",
              "# TYPE http_request_duration_seconds histogram",
              "http_requests_in_flight{revision=\"v2\",rollout=\"default/shop\",version=\"canary\"} 0.0",
              "serin_gateway_weight_ratio{revision=\"v2\",rollout=\"default/shop\",version=\"canary\"} 1.0",
              "serin_gateway_client_aborts_total{revision=\"v1\",rollout=\"default/shop\",version=\"stable\"} 0.0",
              "serin_gateway_upstream_connect_errors_total{revision=\"v1\",rollout=\"default/shop\",version=\"stable\"} 0.0",
              "http_request_duration_seconds_count{revision=\"v2\",rollout=\"default/shop\",route=\"*/\",version=\"canary\"} 20",
              "http_request_duration_seconds_bucket{revision=\"v2\",rollout=\"default/shop\",route=\"*/\",version=\"canary\",le=\"60.0\"} 20",
              "http_request_duration_seconds_bucket{revision=\"v2\",rollout=\"default/shop\",route=\"*/\",version=\"canary\",le=\"+Inf\"} 20");
      assertThat(page.lines().filter(line -> !line.startsWith("#")))
          .allMatch(line -> line.matches("[a-z_]+(\\{[^}]*})? [0-9.eE+-]+"));
      assertThat(stage.admin("/healthz")).isEqualTo("ok\n");
    }
  }

  @Test
  void aSnapshotHasTheWindowAndEverything() throws Exception {
    try (Origin stable = Origin.saying("ok");
        Origin canary = failing(4);
        Stage stage = Stage.of(Stage.OPTIONS, Weight.ALL, stable, canary)) {
      ask(stage, 40);

      Signals.Population population = stage.population(Role.CANARY);
      assertThat(population.revision()).isEqualTo(Stage.CANARY);
      assertThat(population.recent().requests()).isEqualTo(40);
      assertThat(population.sinceStart().byStatus()).isEqualTo(Map.of(200, 30L, 503, 10L));
      assertThat(population.recent().errorShare()).hasValue(0.25);
      assertThat(population.recent().statusClass(2)).isEqualTo(30);
      assertThat(population.recent().perSecond()).isPositive();
      assertThat(population.latency().count()).isEqualTo(40);
      Duration median = population.latency().quantile(0.5).orElseThrow();
      assertThat(population.latency().quantile(0.99))
          .hasValueSatisfying(tail -> assertThat(tail).isGreaterThanOrEqualTo(median));
      assertThat(stage.population(Role.STABLE).latency().quantile(0.5)).isEmpty();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> stage.gateway().signals(Stage.ROLLOUT, Duration.ofMinutes(11)))
          .withMessageContaining("1s to 10m");
    }
  }

  @Test
  void aSeriesThatWasOpenedAgainIsNotForgottenBeforeItsTableIsInForce() {
    AtomicLong second = new AtomicLong();
    SignalBook book = new SignalBook(1, 1, second::get);
    Series asleep = book.open(Role.CANARY, Stage.CANARY);
    second.set(601);

    // What the clock read as routed before the table changed does not have it.
    assertThat(book.open(Role.CANARY, Stage.CANARY)).isSameAs(asleep);
    book.collect(List.of());

    assertThat(book.all()).containsExactly(asleep);
    second.set(1202);
    book.collect(List.of(asleep));
    assertThat(book.all()).containsExactly(asleep);
    book.collect(List.of());
    assertThat(book.all()).isEmpty();
  }

  private static MetricProvider.Reading read(Stage stage, Map<String, Object> settings) {
    return read(stage, Stage.ROLLOUT, settings);
  }

  private static MetricProvider.Reading read(
      Stage stage, RolloutId rollout, Map<String, Object> settings) {
    Metric metric =
        new Metric(
            "m",
            null,
            null,
            null,
            "",
            "",
            Metric.Limits.DEFAULT,
            new ProviderConfig(RouterMetrics.KIND, settings));
    var run =
        AnalysisRun.of("run", new AnalysisSpec(List.of(metric), List.of(), List.of(), List.of()));
    return new RouterMetrics(stage.gateway().measured())
        .read(new MetricProvider.Query(rollout, run, metric, Instant.EPOCH));
  }

  private static double scalar(MetricProvider.Reading reading) {
    assertThat(reading).isInstanceOf(MetricProvider.Reading.Value.class);
    return ((Result.Scalar) ((MetricProvider.Reading.Value) reading).result()).value();
  }

  @Test
  void theProviderReadsErrorsLatencyAndRequests() throws Exception {
    try (Origin stable = Origin.saying("ok");
        Origin canary = failing(4);
        Stage stage = Stage.of(Stage.OPTIONS, Weight.ALL, stable, canary)) {
      ask(stage, 40);

      assertThat(scalar(read(stage, Map.of("signal", "errors")))).isEqualTo(0.25);
      assertThat(scalar(read(stage, Map.of("signal", "requests", "window", "10m")))).isPositive();
      Map<String, Object> median = Map.of("signal", "latency", "quantile", 0.5);
      assertThat(scalar(read(stage, median))).isBetween(1e-6, 5.0);
      assertThat(scalar(read(stage, Map.of("signal", "requests", "population", "stable"))))
          .isZero();
    }
  }

  @Test
  void withoutARequestThereIsNoValueAndNotAGoodOne() throws Exception {
    try (Origin stable = Origin.saying("ok");
        Origin canary = Origin.saying("ok");
        Stage stage = Stage.of(Stage.OPTIONS, Weight.NONE, stable, canary)) {
      ask(stage, 5);

      for (String signal : new String[] {"errors", "latency"}) {
        assertThat(read(stage, Map.of("signal", signal)))
            .isInstanceOfSatisfying(
                MetricProvider.Reading.Value.class,
                value -> assertThat(value.result()).isEqualTo(new Result.Nothing()));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "errors,canary,0.99,1m",
    "latency,stable,1,10m",
    "requests,canary,0.5,1s",
  })
  void usableSettingsHaveNoProblem(
      String signal, String population, double quantile, String window) {
    assertThat(RouterMetrics.problem(Map.of("signal", signal))).isEmpty();
    assertThat(
            RouterMetrics.problem(
                Map.of(
                    "signal",
                    signal,
                    "population",
                    population,
                    "quantile",
                    quantile,
                    "window",
                    window)))
        .isEmpty();
  }

  @Test
  void settingsWithoutASignalHaveAProblem() {
    assertThat(RouterMetrics.problem(Map.of()))
        .hasValue(
            "serin/router: setting signal is missing; it must be errors, latency, requests or available");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "signal=traffic|errors, latency, requests or available",
        "population=baseline|canary or stable",
        "quantile=99|up to 1",
        "quantile=high|up to 1",
        "window=5|1s to 10m",
        "window=1h|1s to 10m",
        "interval=1m|signal, population, quantile and window"
      })
  void aWrongSettingIsNamedWithWhatIsRight(String setting, String right) throws Exception {
    int split = setting.indexOf('=');
    String name = setting.substring(0, split);
    Map<String, Object> settings = new java.util.HashMap<>(Map.of("signal", "errors"));
    settings.put(name, setting.substring(split + 1));
    assertThat(RouterMetrics.problem(settings))
        .hasValueSatisfying(why -> assertThat(why).contains("serin/router", name, right));
    try (Origin stable = Origin.saying("ok");
        Stage stage = Stage.of(stable)) {
      assertThat(read(stage, settings))
          .isInstanceOfSatisfying(
              MetricProvider.Reading.Unavailable.class,
              wrong -> assertThat(wrong.why()).contains(name).contains(right));
      assertThat(read(stage, Map.of()))
          .isInstanceOfSatisfying(
              MetricProvider.Reading.Unavailable.class,
              wrong -> assertThat(wrong.why()).contains("signal is missing"));
      assertThat(read(stage, new RolloutId("default", "other"), Map.of("signal", "errors")))
          .isInstanceOf(MetricProvider.Reading.Unavailable.class);
    }
  }
}
