package dev.serin.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.RolloutId;
import dev.serin.server.store.Outbox.Depth;
import dev.serin.server.store.StoreWatch;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The Grafana dashboard shows what there is.
final class GrafanaTest {
  private static final Path DASHBOARD = Path.of("../deploy/grafana.json");
  private static final Pattern SERIES =
      Pattern.compile("\\b((?:serin|rollout|jvm)_[a-z_]+)\\b(?:\\{([^}]*)\\})?");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)(?:=~|!~|!=|=)");

  @Test
  void everySeriesAndLabelThatItAsksForExists() throws Exception {
    List<String> lines = scraped();
    Set<String> names =
        lines.stream()
            .map(line -> line.split("[{ ]", 2)[0])
            .collect(Collectors.toCollection(TreeSet::new));

    for (String query : queries()) {
      Matcher series = SERIES.matcher(query);
      assertThat(series.find()).as(query).isTrue();
      do {
        String name = series.group(1);
        assertThat(names).as(query).contains(name);
        Matcher label = LABEL.matcher(series.group(2) == null ? "" : series.group(2));
        while (label.find()) {
          // Prometheus itself adds where a series comes from.
          if (!label.group(1).equals("instance")) {
            assertThat(lines)
                .as(query)
                .anyMatch(
                    line -> line.startsWith(name + "{") && line.contains(label.group(1) + "="));
          }
        }
      } while (series.find());
    }
  }

  @Test
  void noPanelLiesOverAnother() throws Exception {
    Set<String> cells = new TreeSet<>();
    for (JsonNode panel : dashboard().path("panels")) {
      JsonNode place = panel.path("gridPos");
      for (int x = 0; x < place.path("w").asInt(); x++) {
        assertThat(cells.add((place.path("x").asInt() + x) + "/" + place.path("y").asInt()))
            .as(panel.path("title").asText())
            .isTrue();
      }
    }
  }

  private static List<String> queries() throws Exception {
    return dashboard().path("panels").findValuesAsText("expr");
  }

  private static JsonNode dashboard() throws Exception {
    return new JsonMapper().readTree(Files.readString(DASHBOARD));
  }

  /// Everything that a server shows once it has done everything.
  private static List<String> scraped() throws Exception {
    ServerMetrics metrics = new ServerMetrics("test");
    metrics.ticked(Duration.ZERO);
    metrics.looked(Duration.ZERO);
    metrics.holds(1);
    metrics.renewed();
    metrics.lost(1);
    metrics.stands(new RolloutId("shop", "cart"), "canary", "serin/gateway", Phase.HEALTHY);
    metrics.measured("web", Duration.ZERO, true);
    metrics.used(StoreWatch.Use.READ, Duration.ZERO, false);
    metrics.sent("slack", DeliveryMetrics.Outcome.DELIVERED, Duration.ZERO);
    metrics.depth(new Depth(0, 0, 0));
    metrics.answered("GET", "/readyz", 200, Duration.ZERO);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create()
        .write(
            out,
            metrics.registry().scrape(),
            io.prometheus.metrics.config.EscapingScheme.UNDERSCORE_ESCAPING);
    return out.toString(StandardCharsets.UTF_8).lines().filter(it -> !it.startsWith("#")).toList();
  }
}
