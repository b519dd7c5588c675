package dev.serin.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.serin.cli.Main;
import dev.serin.cli.console.Console;
import dev.serin.providers.prometheus.PrometheusServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `serin judge` on what the real Prometheus remembers.
@Tag("prometheus")
class JudgePastTest {
  private static final String CONFIG =
      """
      {"name": "past", "templates": {"version": "version=\\"${scope}\\", zone=\\"${zone:-a}\\""},
       "metrics": [{"name": "latency", "groups": ["g"],
         "query": {"type": "prometheus", "metricName": "latency", "groupByFields": ["zone"],
                   "customFilterTemplate": "version"}}],
       "classifier": {"scoreThresholds": {"pass": 90, "marginal": 50}}}
      """;
  private static final AtomicInteger SCRAPES = new AtomicInteger();

  private static HttpServer app;
  private static PrometheusServer prometheus;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    app.createContext(
        "/",
        exchange -> {
          int beat = SCRAPES.incrementAndGet() % 3;
          String text =
              """
              latency{version="v1",zone="a"} %d
              latency{version="v2",zone="a"} %d
              """
                  .formatted(100 + beat, 200 + beat);
          exchange.sendResponseHeaders(200, text.length());
          exchange.getResponseBody().write(text.getBytes(UTF_8));
          exchange.close();
        });
    app.start();
    prometheus = PrometheusServer.scraping("http://127.0.0.1:" + app.getAddress().getPort());
    prometheus.awaitResult("count_over_time(latency{version=\"v2\"}[1m]) >= 12");
  }

  @AfterAll
  static void stop() {
    prometheus.close();
    app.stop(0);
  }

  private record Ran(int code, String out, String err) {}

  private Ran judge(String control, String experiment) throws IOException {
    Path config = Files.writeString(folder.resolve("config.json"), CONFIG);
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Instant now = Instant.now();
    List<String> command =
        List.of(
            "judge",
            "--config",
            config.toString(),
            "--prometheus",
            prometheus.address(),
            "--start",
            now.minusSeconds(10).toString(),
            "--end",
            now.toString(),
            "--step",
            "1s",
            "--control-scope",
            control,
            "--experiment-scope",
            experiment);
    int code =
        Main.execute(
            Console.piped(new ByteArrayInputStream(new byte[0]), out, err, Map.of()),
            command.toArray(String[]::new));
    return new Ran(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  @Test
  void aSlowerVersionFailsAndTheSameOnePasses() throws IOException {
    Ran slower = judge("v1", "v2");
    assertThat(slower.code()).as(slower.err()).isEqualTo(1);
    assertThat(slower.out())
        .contains("latency {zone=a}")
        .contains("High")
        .contains("score 0: Fail");
    assertThat(judge("v1", "v1").code()).isZero();
  }

  @Test
  void aVersionThatIsNotThereIsNoData() throws IOException {
    Ran nothing = judge("v1", "v3");
    assertThat(nothing.code()).isEqualTo(1);
    assertThat(nothing.out()).contains("Missing data for latency");
    assertThat(nothing.err()).contains("no metric could be compared");
  }
}
