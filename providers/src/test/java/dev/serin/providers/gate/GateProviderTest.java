package dev.serin.providers.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.AnalysisSpec;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.MetricResult;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.engine.MetricProvider;
import dev.serin.core.engine.MetricProvider.Query;
import dev.serin.core.engine.MetricProvider.Reading;
import dev.serin.core.engine.MetricProviderContract;
import dev.serin.core.engine.RolloutStore.Stored;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.core.traffic.Revision;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.http.Service;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a gate is asked, and what its answers mean.
class GateProviderTest extends MetricProviderContract {
  private static final HttpCaller HTTP = new HttpCaller();
  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final RolloutId CART = new RolloutId("shop", "cart");

  @AfterAll
  static void close() {
    HTTP.close();
  }

  @Override
  protected MetricProvider provider() {
    return new GateProvider(HTTP, _ -> Optional.empty());
  }

  @Override
  protected ProviderConfig asking(String address) {
    return config(Map.of("url", address, "timeout", "10m"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          200 |                                                    | yes  |
          204 |                                                    | yes  |
          200 | welcome                                            | yes  |
          200 | {"decision": "approve", "message": "go"}           | yes  | go
          200 | {"decision": "deny", "message": "not on a Friday"} | no   | the gate said no: not on a Friday
          403 | {"decision": "wait", "message": "two of three"}    | wait | not yet: two of three
          202 |                                                    | wait | not yet
          200 | {"decision": "perhaps"}                            | none | answered the decision "perhaps", where approve, deny or wait is expected
          403 | closed                                             | no   | answered 403 (closed)
          409 |                                                    | no   | answered 409
          404 |                                                    | none | answered 404
          401 |                                                    | none | answered 401
          429 |                                                    | none | answered 429
          503 | down                                               | none | answered 503 (down)
          """)
  void anAnswerIsYesNoOrNotYet(int status, String body, String meaning, String message) {
    try (Service service = Service.answering(status, body == null ? "" : body)) {
      Reading reading = read(Map.of("url", service.address()));
      assertThat(meaning(reading)).isEqualTo(meaning);
      assertThat(reading.toString()).contains(message == null ? "" : message);
    }
  }

  @Test
  void aGateOfFlaggersThatIsClosedMayMeanNotYet() {
    try (Service service = Service.answering(403, "Forbidden")) {
      assertThat(meaning(read(Map.of("url", service.address(), "refusal", "wait"))))
          .isEqualTo("wait");
    }
  }

  @Test
  void itIsAskedWithAllThatIsKnownAndTheSameIdEachTime() throws Exception {
    try (Service service = Service.answering(202, "")) {
      Map<String, Object> settings =
          Map.of(
              "url",
              service.address() + "/gate",
              "headers",
              List.of(Map.of("key", "X-Team", "value", "shop")),
              "body",
              Map.of("ticket", "OPS-1"),
              "secret",
              "geheim",
              "interval",
              "3s",
              "place",
              Map.of("step", 2, "steps", 5));
      Stored stored = new Stored(Status.serving(new Revision("v1"), NOW), List.of(watching()), 7);
      MetricProvider gate = new GateProvider(HTTP, _ -> Optional.of(stored));

      Reading first = gate.read(query(settings, NOW));
      gate.read(query(settings, NOW.plusSeconds(3)));

      assertThat(first)
          .isInstanceOfSatisfying(
              Reading.Pending.class,
              pending -> assertThat(pending.resumeAt()).isEqualTo(NOW.plusSeconds(3)));
      Service.Seen seen = service.seen().getFirst();
      JsonNode body = JSON.readTree(seen.body());
      assertThat(seen.method()).isEqualTo("POST");
      assertThat(seen.header("X-Team")).isEqualTo("shop");
      assertThat(seen.header("webhook-signature")).startsWith("v1,");
      assertThat(body.path("id").asText()).isEqualTo("shop/cart/cart-v1-1-2");
      assertThat(body.path("namespace").asText()).isEqualTo("shop");
      assertThat(body.path("name").asText()).isEqualTo("cart");
      assertThat(body.path("revision").asText()).isEqualTo("v1");
      assertThat(body.path("step").asInt()).isEqualTo(2);
      assertThat(body.path("steps").asInt()).isEqualTo(5);
      assertThat(body.path("metadata").path("ticket").asText()).isEqualTo("OPS-1");
      assertThat(body.path("evidence").get(0).path("run").asText()).isEqualTo("cart-v1-1");
      assertThat(service.seen())
          .extracting(it -> it.header("webhook-id"))
          .containsExactly("shop/cart/cart-v1-1-2", "shop/cart/cart-v1-1-2");
    }
  }

  @Test
  void whatIsNotSaidInTimeIsNo() {
    try (Service service = Service.answering(202, "")) {
      Map<String, Object> settings = Map.of("url", service.address(), "expires", "1h");
      assertThat(meaning(provider().read(query(settings, NOW.plusSeconds(3599)))))
          .isEqualTo("wait");
      assertThat(provider().read(query(settings, NOW.plusSeconds(3600))).toString())
          .contains("the gate did not say yes in time");
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          url      | ftp://x | provider.serin/gate.url is "ftp://x"
          url      |         | provider.serin/gate.url must be a text; it is missing or empty
          interval | 10      | provider.serin/gate.interval is "10": give a duration of at least 100ms
          timeout  | 1ms     | give a duration of at least 100ms
          expires  | soon    | provider.serin/gate.expires is "soon"
          refusal  | never   | provider.serin/gate.refusal is "never": give deny or wait
          ulr      | x       | provider.serin/gate.ulr is not known; known are url, headers
          """)
  void aSettingThatCanNotBeUsedIsNamed(String name, String value, String problem) {
    Map<String, Object> settings = new HashMap<>(Map.of("url", "http://127.0.0.1:1/"));
    settings.put(name, value == null ? "" : value);
    assertThat(GateProvider.problem(settings))
        .hasValueSatisfying(it -> assertThat(it).contains(problem));
    assertThat(GateProvider.problem(Map.of("url", "http://127.0.0.1:1/"))).isEmpty();
  }

  private static String meaning(Reading reading) {
    return switch (reading) {
      case Reading.Judged judged -> judged.phase() == AnalysisPhase.SUCCESSFUL ? "yes" : "no";
      case Reading.Pending _ -> "wait";
      case Reading.Unavailable _ -> "none";
      case Reading.Value _ -> "value";
    };
  }

  private Reading read(Map<String, Object> settings) {
    return provider().read(query(settings, NOW));
  }

  private static ProviderConfig config(Map<String, Object> settings) {
    return new ProviderConfig("serin/gate", settings);
  }

  private static AnalysisSpec spec(ProviderConfig config) {
    var metric = new Metric("gate", null, null, null, "", "", Metric.Limits.DEFAULT, config);
    return new AnalysisSpec(List.of(metric), List.of(), List.of(), List.of());
  }

  private static Query query(Map<String, Object> settings, Instant at) {
    AnalysisSpec spec = spec(config(settings));
    return new Query(
        CART,
        new AnalysisRun("cart-v1-1-2", spec, false, null, running(List.of())),
        spec.metrics().getFirst(),
        at);
  }

  private static AnalysisRun watching() {
    var result =
        new MetricResult(
            "errors", AnalysisPhase.RUNNING, "", false, 0, 0, 0, 0, 0, 0, 0, Map.of(), List.of());
    return new AnalysisRun(
        "cart-v1-1", spec(config(Map.of())), false, null, running(List.of(result)));
  }

  private static AnalysisRun.Status running(List<MetricResult> results) {
    return new AnalysisRun.Status(
        AnalysisPhase.RUNNING,
        "",
        NOW,
        null,
        results,
        AnalysisRun.Summary.NONE,
        AnalysisRun.Summary.NONE);
  }
}
