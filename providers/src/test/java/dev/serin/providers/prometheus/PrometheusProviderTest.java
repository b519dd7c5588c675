package dev.serin.providers.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.analysis.Result;
import dev.serin.core.engine.MetricProvider;
import dev.serin.core.engine.MetricProvider.Reading;
import dev.serin.core.engine.MetricProviderContract;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.http.Service;
import dev.serin.providers.prometheus.PrometheusProvider.Addresses;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusProviderTest extends MetricProviderContract {
  private static final AtomicInteger SCRAPES = new AtomicInteger();
  private static final HttpCaller HTTP = new HttpCaller();
  private static Service app;
  private static PrometheusServer prometheus;

  @BeforeAll
  static void start() {
    app = Service.of(PrometheusProviderTest::metrics);
    prometheus = PrometheusServer.scraping(app.address());
    prometheus.awaitResult("rate(http_requests_total[1m])");
  }

  @AfterAll
  static void stop() {
    prometheus.close();
    app.close();
    HTTP.close();
  }

  /// Each scrape finds 95 good and 5 bad requests more.
  private static void metrics(HttpExchange exchange) throws IOException {
    int scrapes = SCRAPES.incrementAndGet();
    Service.answer(
        exchange,
        200,
        """
        http_requests_total{status="200",version="canary"} %d
        http_requests_total{status="500",version="canary"} %d
        errors_ratio{version="stable"} 0.25
        errors_ratio{version="canary"} 1
        """
            .formatted(95 * scrapes, 5 * scrapes));
  }

  @Override
  protected MetricProvider provider() {
    return provider(Addresses.OF_MANIFEST);
  }

  @Override
  protected ProviderConfig asking(String address) {
    return config(Map.of("address", address, "query", "up", "timeout", 600));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          errors_ratio{version="stable"} | [0.25]
          sort(errors_ratio)             | [0.25,1]
          errors_ratio{version="none"}   | []
          vector(0) / 0                  | [NaN]
          vector(1) / 0                  | [+Inf]
          vector(-1) / 0                 | [-Inf]
          vector(1e-9)                   | [0.000000001]
          scalar(vector(2.5))            | 2.5
          7                              | 7
          """)
  void valuesAreShownAsArgoShowsThem(String query, String shown) {
    assertThat(value(ask(query)).shown()).isEqualTo(shown);
  }

  @Test
  void vectorsScalarsAndRangesHaveTheirOwnTypes() {
    assertThat(value(ask("sort_desc(errors_ratio)")).result())
        .isEqualTo(new Result.Vector(List.of(1.0, 0.25)));
    assertThat(value(ask("1 / 4")).result()).isEqualTo(new Result.Scalar(0.25));
    assertThat(value(ask("vector(0) / 0")).result())
        .isEqualTo(new Result.Vector(List.of(Double.NaN)));
    assertThat(value(ask("errors_ratio{version=\"none\"}")).result())
        .isEqualTo(new Result.Vector(List.of()));
  }

  @Test
  @DisplayName("the success rate of the usual tutorial")
  void successRate() {
    String query =
        """
        sum(rate(http_requests_total{status=~"2.*", version="canary"}[5m]))
        /
        sum(rate(http_requests_total{version="canary"}[5m]))
        """;
    assertThat(((Result.Vector) value(ask(query)).result()).values())
        .singleElement()
        .satisfies(rate -> assertThat(rate).isBetween(0.949999, 0.950001));
  }

  @Test
  void theQueryIsEvaluatedAtTheTimeOfTheReading() {
    Instant at = Instant.parse("2026-01-02T03:04:05.678Z");
    var config = config(Map.of("address", prometheus.address(), "query", "time()"));
    assertThat(value(provider().read(query(config, at))).result())
        .isEqualTo(new Result.Scalar(1767323045.678));
  }

  @Test
  void aRangeIsFlattened() {
    Map<String, Object> range = Map.of("start", "10s", "end", "0s", "step", "5s");
    Reading reading = ask(Map.of("query", "time() - time() + 3", "rangeQuery", range));
    assertThat(value(reading).shown()).isEqualTo("[3,3,3]");
    assertThat(value(reading).result()).isEqualTo(new Result.Vector(List.of(3.0, 3.0, 3.0)));
  }

  @Test
  void aRangeWithoutATimeIsExplained() {
    Map<String, Object> range = Map.of("start", "yesterday", "end", "0s", "step", "5s");
    assertThat(why(ask(Map.of("query", "up", "rangeQuery", range))))
        .startsWith("Prometheus: provider.prometheus.rangeQuery.start is `yesterday`: ")
        .contains("now() - duration(\"5m\")");
  }

  @ParameterizedTest
  @CsvSource({"0.5m, '[1,1]'", "90s, [1]", "1h, [1]", "500ms, '[1,1,1]'"})
  void theStepOfARangeIsADurationOfGo(String step, String shown) {
    String start = step.equals("500ms") ? "1s" : "30s";
    Map<String, Object> range = Map.of("start", start, "end", "0s", "step", step);
    assertThat(value(ask(Map.of("query", "vector(1)", "rangeQuery", range))).shown())
        .isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"1d, unknown unit", "60, missing unit", "0s, give 1ms or more", "-1m, 1ms or more"})
  void aStepThatIsNoDurationIsExplained(String step, String why) {
    Map<String, Object> range = Map.of("start", "10s", "end", "0s", "step", step);
    assertThat(why(ask(Map.of("query", "up", "rangeQuery", range))))
        .startsWith("Prometheus: provider.prometheus.rangeQuery.step")
        .contains(why);
  }

  @Test
  void aLongQueryIsAskedToo() {
    assertThat(value(ask("vector(1)" + " + 0".repeat(2_000))).shown()).isEqualTo("[1]");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sum(                             | answered 400 bad_data: | parse error      | check the query
          errors_ratio + on() errors_ratio | answered 422 execution: | many-to-many    | check what the query selects
          'some text'                      | answered with a string  | ask for a number | vector
          """,
      quoteCharacter = '`')
  void refusalsAreExplained(String query, String status, String own, String help) {
    assertThat(why(ask(query)))
        .startsWith("Prometheus: " + prometheus.address() + "/api/v1/query ")
        .contains(status, own, help);
  }

  @Test
  void theAddressOfAllManifestsIsUsedWhereAManifestNamesNone() {
    var config = config(Map.of("query", "vector(1)"));
    assertThat(why(provider().read(query(config))))
        .startsWith("Prometheus: provider.prometheus.address is missing");
    var fallback = new Addresses(prometheus.address(), null);
    assertThat(value(provider(fallback).read(query(config))).shown()).isEqualTo("[1]");
  }

  @Test
  void anOverrideReplacesTheAddressOfEveryManifest() {
    var config = config(Map.of("address", "http://prometheus:9090", "query", "vector(1)"));
    var override = new Addresses("http://127.0.0.1:1", prometheus.address());
    assertThat(value(provider(override).read(query(config))).shown()).isEqualTo("[1]");
  }

  @Test
  void basicAuthenticationOpensAServerThatAsksForIt() {
    // The hash of `canary-song`, by crypt(3) with bcrypt.
    String web =
        "basic_auth_users: {serin: '$2b$04$abcdefghijklmnopqrstuu8nOBNs.AOTU502XSxwU8j9wTMOuYyC.'}";
    try (PrometheusServer closed = PrometheusServer.serving(web)) {
      assertThat(value(ask(closed, "canary-song")).shown()).isEqualTo("[1]");
      assertThat(why(ask(closed, "wrong-song")))
          .contains(closed.address(), "401", "check authentication")
          .doesNotContain("wrong-song");
    }
  }

  @Test
  void headersAreSent() {
    try (Service service = Service.answering(200, scalar(""))) {
      var headers = List.of(Map.of("key", "X-Scope-OrgID", "value", "tenant-a"));
      Reading reading = ask(Map.of("address", service.address(), "headers", headers));
      assertThat(value(reading).shown()).isEqualTo("1");
      assertThat(service.seen().getFirst().header("X-Scope-OrgID")).isEqualTo("tenant-a");
    }
  }

  @Test
  void warningsAreKept() {
    String warnings = ",\"warnings\":[\"store a is down\",\"partial\"]";
    try (Service service = Service.answering(200, scalar(warnings))) {
      assertThat(value(ask(Map.of("address", service.address()))).metadata())
          .containsExactly(Map.entry("warnings", "\"store a is down\", \"partial\""));
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | <html>Welcome</html>          | check that the address is that of a Prometheus
          200 | {"status":"success"}          | check that the address is that of a Prometheus
          401 | no                            | check authentication and headers
          404 | not found                     | with its path prefix
          502 | bad gateway                   | overloaded
          """)
  void serversOfAnotherKindAreExplained(int status, String body, String help) {
    try (Service service = Service.answering(status, body)) {
      assertThat(why(ask(Map.of("address", service.address()))))
          .contains(service.address(), "answered " + status, body, help);
    }
  }

  @Test
  void anAnswerAfterTheTimeoutIsNotWaitedFor() {
    try (Service slow = Service.of(exchange -> {})) {
      assertThat(why(ask(Map.of("address", slow.address(), "timeout", 1))))
          .contains(slow.address(), "did not answer within 1 s");
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "3601"})
  void aTimeoutOutOfRangeIsRefused(int seconds) {
    assertThat(why(ask(Map.of("timeout", seconds))))
        .isEqualTo(
            "Prometheus: provider.prometheus.timeout is " + seconds + ": give 1 to 3600 seconds");
  }

  private static String scalar(String more) {
    return """
    {"status":"success","data":{"resultType":"scalar","result":[1700000000.5,"1"]}%s}"""
        .formatted(more);
  }

  private Reading ask(PrometheusServer server, String password) {
    var basic = Map.of("basicAuth", Map.of("username", "serin", "password", password));
    return ask(Map.of("address", server.address(), "query", "vector(1)", "authentication", basic));
  }

  private Reading ask(String query) {
    return ask(Map.of("query", query));
  }

  private Reading ask(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(Map.of("query", "up"));
    all.put("address", prometheus.address());
    all.putAll(settings);
    return provider().read(query(config(all)));
  }

  private static ProviderConfig config(Map<String, Object> settings) {
    return new ProviderConfig("prometheus", settings);
  }

  private static MetricProvider provider(Addresses addresses) {
    return new PrometheusProvider(HTTP, addresses, PrometheusProviderTest::ago);
  }

  /// Stands in for the expressions of manifests, which this module does not see: `10s` is ago.
  private static Instant ago(String expression, Instant now) {
    if (!expression.matches("\\d+s")) {
      throw new IllegalArgumentException("unknown name " + expression);
    }
    return now.minus(Duration.parse("PT" + expression));
  }

  private static Reading.Value value(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Value.class);
    return (Reading.Value) reading;
  }

  private static String why(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Unavailable.class);
    return ((Reading.Unavailable) reading).why();
  }
}
