package dev.serin.providers.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.engine.TrafficSignals;
import dev.serin.core.rollout.RolloutId;
import dev.serin.judge.Signal;
import dev.serin.judge.latency.LatencyHistogram;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.http.Service;
import dev.serin.providers.prometheus.PrometheusProvider.Addresses;
import dev.serin.providers.prometheus.PrometheusServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Draws from a real Prometheus that scrapes a service whose counters do all that counters do.
@Tag("prometheus")
class PrometheusSourceTest {
  private static final HttpCaller HTTP = new HttpCaller();
  private static final AtomicReference<Map<String, String>> PAGE = new AtomicReference<>(Map.of());
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static final TrafficSignals NONE = _ -> new TrafficSignals.Counted.Nothing("no router");
  private static Service app;
  private static PrometheusServer prometheus;

  private String state = "";
  private final long[] sums = new long[4];

  @BeforeAll
  static void start() {
    app = Service.of(PrometheusSourceTest::metrics);
    prometheus = PrometheusServer.scraping(app.address());
    prometheus.awaitResult("up");
  }

  @AfterAll
  static void stop() {
    prometheus.close();
    app.close();
    HTTP.close();
  }

  @BeforeEach
  void clear() {
    RUNS.incrementAndGet();
    PAGE.set(Map.of());
  }

  /// Each test has series of its own: Prometheus shows old ones until the next scrape.
  private static String own(String series) {
    return series.replaceAll("(\\w)\\{", "$1{run=\"" + RUNS.get() + "\",");
  }

  /// A scrape fails when there is nothing on the page.
  private static void metrics(HttpExchange exchange) throws IOException {
    String page =
        PAGE.get().entrySet().stream()
            .map(sample -> own(sample.getKey()) + " " + sample.getValue() + "\n")
            .collect(Collectors.joining());
    Service.answer(exchange, page.isEmpty() ? 503 : 200, page);
  }

  /// Changes these; a scrape sees all of it or nothing.
  private static void show(Map<String, Number> samples) {
    Map<String, String> next = new TreeMap<>(PAGE.get());
    samples.forEach((series, value) -> next.put(series, value.toString()));
    PAGE.set(next);
  }

  private static ProviderConfig config(Map<String, String> queries) {
    Map<String, Object> settings = new HashMap<>();
    queries.forEach((name, query) -> settings.put(name, own(query)));
    settings.put("address", prometheus.address());
    return new ProviderConfig("serin/comparison", Map.of("source", Map.of("prometheus", settings)));
  }

  private static Source open(ProviderConfig config, Signal signal, String state) {
    return new Sources(HTTP, Addresses.OF_MANIFEST, NONE)
        .open(config, signal, new RolloutId("default", "shop"), state);
  }

  /// Each draw is another process, which knows no more than the state.
  private Drawn draw(ProviderConfig config, Signal signal) {
    Source source = open(config, signal, state);
    Drawn drawn = source.draw(Instant.now());
    state = source.state();
    if (drawn instanceof Drawn.Requests requests) {
      sums[0] += requests.baseline().answered();
      sums[1] += requests.baseline().failed();
      sums[2] += requests.canary().answered();
      sums[3] += requests.canary().failed();
    }
    return drawn;
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(300));
  }

  private Drawn awaitDrawn(ProviderConfig config, Signal signal, Predicate<Drawn> fits) {
    return await("a draw").until(() -> draw(config, signal), fits);
  }

  private static boolean isNothing(Drawn drawn, String why) {
    return drawn instanceof Drawn.Nothing nothing && nothing.why().contains(why);
  }

  private static String total(String version, String pod) {
    return "requests_total{version=\"%s\",pod=\"%s\"}".formatted(version, pod);
  }

  private static String failures(String version, String pod) {
    return "failures_total{version=\"%s\",pod=\"%s\"}".formatted(version, pod);
  }

  /// Draws until these are the sums of all draws so far.
  private void awaitSums(ProviderConfig config, long... expected) {
    await("sums")
        .untilAsserted(
            () -> {
              var _ = draw(config, Signal.ERRORS);
              assertThat(sums).containsExactly(expected);
            });
  }

  @Test
  void countersAreFollowedThroughResetsGapsAndNewPods() {
    ProviderConfig config =
        config(
            Map.of(
                "total", "requests_total{version=\"{{population}}\"}",
                "failures", "failures_total{version=\"{{population}}\"}"));
    show(
        Map.of(
            total("baseline", "a"), 1000,
            failures("baseline", "a"), 50,
            total("canary", "b"), 100));
    awaitDrawn(config, Signal.ERRORS, drawn -> isNothing(drawn, "counting begins here"));

    show(
        Map.of(
            total("baseline", "a"),
            1090,
            failures("baseline", "a"),
            51,
            total("canary", "b"),
            110));
    awaitSums(config, 90, 1, 10, 0);

    // A new pod, and with it the first failure of the canary.
    show(Map.of(total("baseline", "a"), 1100, total("canary", "c"), 5, failures("canary", "c"), 2));
    awaitSums(config, 100, 1, 15, 2);

    // A pod begins again.
    show(Map.of(total("baseline", "a"), 30, failures("baseline", "a"), 3, total("canary", "c"), 6));
    awaitSums(config, 130, 4, 16, 2);

    // No scrape succeeds for a while.
    Map<String, String> before = PAGE.getAndSet(Map.of());
    awaitDrawn(config, Signal.ERRORS, drawn -> isNothing(drawn, "no series for `total`"));
    Map<String, String> after = new TreeMap<>(before);
    after.put(total("baseline", "a"), "40");
    after.put(total("canary", "b"), "120");
    after.put(total("canary", "c"), "7");
    PAGE.set(after);
    awaitSums(config, 140, 4, 27, 2);
  }

  @Test
  void aSumIsCountedUntilAPartOfItIsReset() {
    ProviderConfig config =
        config(Map.of("total", "sum(requests_total{version=\"{{population}}\"})"));
    show(Map.of(total("baseline", "a"), 1000, total("canary", "b"), 100, total("canary", "c"), 50));
    awaitDrawn(config, Signal.TRAFFIC, drawn -> isNothing(drawn, "counting begins here"));
    show(Map.of(total("baseline", "a"), 1010, total("canary", "b"), 103));
    Drawn drawn = awaitDrawn(config, Signal.TRAFFIC, Drawn.Requests.class::isInstance);
    assertThat(((Drawn.Requests) drawn).share()).isNaN();
    assertThat(sums).containsExactly(10, 0, 3, 0);

    show(Map.of(total("baseline", "a"), 1020, total("canary", "c"), 1));
    awaitDrawn(config, Signal.TRAFFIC, it -> isNothing(it, "fell from 153 to 104"));

    show(Map.of(total("baseline", "a"), 1025, total("canary", "c"), 3));
    awaitDrawn(config, Signal.TRAFFIC, Drawn.Requests.class::isInstance);
    assertThat(sums).containsExactly(15, 0, 5, 0);
  }

  @Test
  void histogramsOfBothSidesAreCounted() {
    ProviderConfig config =
        config(Map.of("histogram", "seconds_bucket{version=\"{{population}}\"}"));
    histogram("baseline", "0.5", 100, 110, 111);
    histogram("canary", "0.5", 10, 11, 11);
    awaitDrawn(config, Signal.LATENCY, drawn -> isNothing(drawn, "counting begins here"));
    histogram("baseline", "0.5", 200, 220, 222);
    histogram("canary", "0.5", 20, 22, 22);
    Drawn drawn = awaitDrawn(config, Signal.LATENCY, Drawn.Requests.class::isInstance);
    LatencyHistogram baseline = ((Drawn.Requests) drawn).baseline().latency();
    assertThat(baseline.buckets().lowerEdges()).containsExactly(0, 0.1, 0.5);
    assertThat(sums[0]).isEqualTo(111);
    assertThat(sums[2]).isEqualTo(11);

    PAGE.set(Map.of());
    histogram("baseline", "0.5", 300, 310, 311);
    histogram("canary", "1.0", 30, 31, 31);
    Drawn wrong = awaitDrawn(config, Signal.LATENCY, Drawn.Unavailable.class::isInstance);
    assertThat(((Drawn.Unavailable) wrong).why())
        .contains(prometheus.address(), "[0.1, 0.5, +Inf]", "[0.1, 1, +Inf]");
  }

  /// Buckets up to 0.1 s, to a bound, and to infinity.
  private static void histogram(String version, String bound, int... upTo) {
    String series = "seconds_bucket{version=\"" + version + "\",le=\"%s\"}";
    show(
        Map.of(
            series.formatted("0.1"), upTo[0],
            series.formatted(bound), upTo[1],
            series.formatted("+Inf"), upTo[2]));
  }

  @Test
  void theManifestSaysWhatEachSideIsCalled() {
    ProviderConfig config =
        config(
            Map.of("query", "memory{hash=\"{{population}}\"}", "canary", "5f7", "baseline", "8c1"));
    show(Map.of("memory{hash=\"8c1\"}", 1, "memory{hash=\"5f7\"}", 4));
    assertThat(awaitDrawn(config, Signal.SATURATION, Drawn.Levels.class::isInstance))
        .isEqualTo(new Drawn.Levels(1, 4));
  }

  @Test
  void gaugesAreReadAtOneMomentAndOnce() {
    ProviderConfig config = config(Map.of("query", "avg(memory{version=\"{{population}}\"})"));
    show(
        Map.of(
            "memory{version=\"baseline\",pod=\"a\"}", 1,
            "memory{version=\"baseline\",pod=\"b\"}", 2,
            "memory{version=\"canary\"}", 4));
    Drawn drawn = awaitDrawn(config, Signal.SATURATION, Drawn.Levels.class::isInstance);
    assertThat(drawn).isEqualTo(new Drawn.Levels(1.5, 4));
    assertThat(draw(config, Signal.SATURATION)).isInstanceOf(Drawn.Nothing.class);

    Drawn several =
        draw(config(Map.of("query", "memory{version!=\"{{population}}\"}")), Signal.SATURATION);
    assertThat(((Drawn.Unavailable) several).why()).contains("such as by avg()");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "-memory{version='{{population}}'}          | answered -4 for `total` of the baseline",
        "memory{version='{{population}}'} / 0       | answered +Inf for `total` of the baseline",
        "(memory{version='{{population}}'} - 4) / 0 | answered NaN for `total` of the baseline",
        "memory{version='{{population}}'            | answered 400 bad_data",
        "memory{version='{{population}}'}[1m]       | ask for a number or a vector"
      })
  void whatIsNoCounterIsExplained(String query, String why) {
    show(Map.of("memory{version=\"baseline\"}", 4, "memory{version=\"canary\"}", 4));
    Drawn drawn =
        awaitDrawn(
            config(Map.of("total", query)), Signal.TRAFFIC, Drawn.Unavailable.class::isInstance);
    assertThat(((Drawn.Unavailable) drawn).why()).contains(prometheus.address(), why);
  }

  @Test
  void aServerThatIsAwayIsNamedAndAMissingAddressRefused() {
    Map<String, Object> queries = new HashMap<>();
    queries.put("total", "a{v=\"{{population}}\"}");
    var source = Map.<String, Object>of("source", Map.of("prometheus", queries));
    ProviderConfig config = new ProviderConfig("serin/comparison", source);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(config, Signal.TRAFFIC, ""))
        .withMessageContaining("provider.serin/comparison.source.prometheus.address is missing");
    queries.put("address", "http://127.0.0.1:1");
    assertThat(open(config, Signal.TRAFFIC, "").draw(Instant.now()))
        .isInstanceOfSatisfying(
            Drawn.Unavailable.class,
            away -> assertThat(away.why()).contains("http://127.0.0.1:1", "can not be reached"));
  }

  @Test
  void theStateOfOtherQueriesIsNone() {
    ProviderConfig config = config(Map.of("total", "requests_total{version=\"{{population}}\"}"));
    show(Map.of(total("baseline", "a"), 1000, total("canary", "b"), 100));
    awaitDrawn(config, Signal.TRAFFIC, drawn -> isNothing(drawn, "counting begins here"));
    ProviderConfig other =
        config(Map.of("total", "requests_total{version=\"{{population}}\"} + 0"));
    awaitDrawn(other, Signal.TRAFFIC, drawn -> isNothing(drawn, "counting begins here"));
    state = "{broken";
    awaitDrawn(config, Signal.TRAFFIC, drawn -> isNothing(drawn, "counting begins here"));
  }
}
