package dev.serin.providers.kayenta;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.serin.core.engine.MetricProvider.Reading;
import dev.serin.core.engine.MetricProviderContract;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.http.Service;
import dev.serin.providers.prometheus.PrometheusProvider.Addresses;
import dev.serin.providers.prometheus.PrometheusServer;
import dev.serin.providers.web.WebProvider;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Series of the real Prometheus, judged.
@Tag("prometheus")
class KayentaFromPrometheusTest {
  private static final AtomicInteger SCRAPES = new AtomicInteger();
  private static final HttpCaller HTTP = new HttpCaller();
  private static Service app;
  private static PrometheusServer prometheus;

  @BeforeAll
  static void start() {
    app = Service.of(KayentaFromPrometheusTest::metrics);
    prometheus = PrometheusServer.scraping(app.address());
    prometheus.awaitResult("count_over_time(latency{version=\"v2\"}[1m]) >= 12");
  }

  @AfterAll
  static void stop() {
    prometheus.close();
    app.close();
    HTTP.close();
  }

  /// Version 2 is slower; version 3 has latency alone.
  private static void metrics(HttpExchange exchange) throws IOException {
    int beat = SCRAPES.incrementAndGet() % 3;
    Service.answer(
        exchange,
        200,
        """
        latency{version="v1"} %d
        latency{version="v2"} %d
        latency{version="v3"} %d
        errors{version="v1"} 0.%d
        errors{version="v2"} 0.%d
        """
            .formatted(100 + beat, 200 + beat, 102 - beat, beat, 2 - beat));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v2 | Inconclusive | score 50 is Marginal: latency was classified as High
          v3 | Failed       | Missing data for errors
          v4 | Error        | no metric could be judged: Missing data for latency; Missing data for errors
          """)
  void versionsAreJudgedAgainstTheFirst(String version, String phase, String message) {
    var provider =
        new KayentaProvider(HTTP, new Addresses(null, prometheus.address()), new WebProvider(HTTP));
    Reading reading =
        provider.read(
            MetricProviderContract.query(
                KayentaProviderTest.fromPrometheus("http://127.0.0.1:1", "v1", version)));
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Judged.class,
            judged -> {
              assertThat(judged.phase().word()).isEqualTo(phase);
              assertThat(judged.message()).contains(message);
            });
  }
}
