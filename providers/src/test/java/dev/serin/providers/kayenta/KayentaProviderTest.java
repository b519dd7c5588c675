package dev.serin.providers.kayenta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.engine.MetricProvider;
import dev.serin.core.engine.MetricProvider.Reading;
import dev.serin.core.engine.MetricProviderContract;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.http.Service;
import dev.serin.providers.prometheus.PrometheusProvider.Addresses;
import dev.serin.providers.web.WebProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KayentaProviderTest extends MetricProviderContract {
  private static final HttpCaller HTTP = new HttpCaller();
  private static final String LOW = "[1, 2, 3, 1, 2, 3, 1, 2]";
  private static final String HIGH = "[11, 12, 13, 11, 12, 13, 11, 12]";

  @AfterAll
  static void close() {
    HTTP.close();
  }

  @Override
  protected MetricProvider provider() {
    return new KayentaProvider(HTTP, Addresses.OF_MANIFEST, new WebProvider(HTTP));
  }

  @Override
  protected ProviderConfig asking(String address) {
    return fromPrometheus(address, "v1", "v2");
  }

  static ProviderConfig fromPrometheus(String address, String control, String experiment) {
    return new ProviderConfig(
        KayentaProvider.KIND,
        Map.of(
            "config",
            config(),
            "prometheus",
            Map.of("address", address, "timeout", 600),
            "lookback",
            "10s",
            "step",
            "1s",
            "control",
            Map.of("scope", control),
            "experiment",
            Map.of("scope", experiment)));
  }

  static Map<String, Object> config() {
    return config("remove");
  }

  private static Map<String, Object> config(String strategy) {
    return Map.of(
        "metrics",
        List.of(metric("latency", strategy), metric("errors", strategy)),
        "classifier",
        // A manifest's reader makes whole numbers of 64 bits.
        Map.of("scoreThresholds", Map.of("pass", 90L, "marginal", 50L)));
  }

  private static Map<String, Object> metric(String name, String strategy) {
    return Map.of(
        "name",
        name,
        "groups",
        List.of("all"),
        "query",
        Map.of("customInlineTemplate", "PromQL:sum(" + name + "{version=\"${scope}\"})"),
        "analysisConfigurations",
        Map.of(
            "canary",
            Map.of(
                "direction",
                "increase",
                "nanStrategy",
                strategy,
                "effectSize",
                Map.of("allowedIncrease", 1L))));
  }

  private Reading fromWeb(String answer) {
    return fromWeb(answer, "remove");
  }

  private Reading fromWeb(String answer, String strategy) {
    try (Service service = Service.answering(200, answer)) {
      Map<String, Object> settings = new HashMap<>();
      settings.put("config", config(strategy));
      settings.put("web", Map.of("url", service.address(), "jsonPath", "{$.pairs}"));
      return provider().read(query(new ProviderConfig(KayentaProvider.KIND, settings)));
    }
  }

  private static String pairs(String latency, String errors) {
    return """
    {"pairs": [
      {"name": "latency", "id": "1", "values": {"control": %s, "experiment": %s}},
      {"name": "errors", "id": "2", "values": {"control": %s, "experiment": %s}}]}
    """
        .formatted(LOW, latency, LOW, errors);
  }

  @ParameterizedTest(name = "latency {0}, errors {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          low  | low  | Successful   | score 100 is Pass
          high | low  | Inconclusive | score 50 is Marginal: latency was classified as High
          high | high | Failed       | score 0 is Fail: latency was classified as High
          none | low  | Failed       | Missing data for latency
          none | none | Error        | no metric could be judged
          nan  | nan  | Error        | no metric could be judged
          """)
  void scoresArePhases(String latency, String errors, String phase, String message) {
    Map<String, String> values =
        Map.of("low", LOW, "high", HIGH, "none", "[]", "nan", "[\"NaN\", \"NaN\"]");
    Reading reading =
        fromWeb(pairs(values.getOrDefault(latency, ""), values.getOrDefault(errors, "")));
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Judged.class,
            judged -> {
              assertThat(judged.phase().word()).isEqualTo(phase);
              assertThat(judged.message()).contains(message);
            });
  }

  @Test
  void whatCanNotBeJudgedIsUnavailable() {
    assertThat(why(fromWeb("{\"pairs\": [{\"name\": \"x\"}]}")))
        .contains("metricPairs[0].values.control must be a list");
    assertThat(
            why(
                provider()
                    .read(
                        query(
                            new ProviderConfig(KayentaProvider.KIND, Map.of("config", config()))))))
        .contains("provider.serin/kayenta-judge.prometheus.address is missing");
  }

  private static String why(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Unavailable.class);
    return ((Reading.Unavailable) reading).why();
  }

  @Test
  void noDataAtAllNeverPassesEvenWhenNaNIsReplaced() {
    assertThat(fromWeb("{\"pairs\": []}")).satisfies(KayentaProviderTest::isError);
    for (String none : List.of("[]", "[\"NaN\", \"NaN\"]")) {
      assertThat(fromWeb(pairs(none, none).replace(LOW, none), "replace"))
          .satisfies(KayentaProviderTest::isError);
    }
  }

  private static void isError(Reading reading) {
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Judged.class,
            judged -> assertThat(judged.phase()).isEqualTo(AnalysisPhase.ERROR));
  }
}
