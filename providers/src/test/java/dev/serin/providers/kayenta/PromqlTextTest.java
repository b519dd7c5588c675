package dev.serin.providers.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.judge.kayenta.CanaryConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromqlTextTest {
  private static String text(Map<String, ?> query) {
    CanaryConfig config =
        CanaryConfig.of(
            Map.of(
                "metrics",
                List.of(Map.of("name", "m", "query", query)),
                "templates",
                Map.of("by-version", "version=\"${scope}\", zone=\"$\\{location}\"")));
    return new PromqlText(config.templates())
        .of(config.metrics().getFirst(), Map.of("scope", "v2", "location", "eu"));
  }

  @Test
  void aWholeQueryIsTakenAsItIs() {
    assertThat(
            text(
                Map.of(
                    "customInlineTemplate",
                    "PromQL:rate(${metricName}{v=\"${scope}\",x=\"${none:-1}\"}[1m])",
                    "metricName",
                    "errors")))
        .isEqualTo("rate(errors{v=\"v2\",x=\"1\"}[1m])");
  }

  @Test
  void aFilterBecomesAnAverage() {
    assertThat(
            text(
                Map.of(
                    "metricName",
                    "cpu",
                    "customFilterTemplate",
                    "by-version",
                    "labelBindings",
                    List.of("job=\"a\""),
                    "groupByFields",
                    List.of("pod", "node"))))
        .isEqualTo("avg(cpu{version=\"v2\",zone=\"eu\",job=\"a\"}) by (pod, node)");
  }

  @Test
  void whatCanNotBeAskedIsToldWithItsPlace() {
    assertThatThrownBy(() -> text(Map.of("customInlineTemplate", "a=\"${scop}\"")))
        .hasMessage(
            "metrics[0].query names ${scop}, which has no value; there are: customInlineTemplate,"
                + " location, scope");
    assertThatThrownBy(() -> text(Map.of("type", "datadog")))
        .hasMessageContaining("metrics[0].query.type is \"datadog\"");
    assertThatThrownBy(() -> text(Map.of("metricName", "cpu")))
        .hasMessageContaining("does not tell canary from baseline");
    assertThatThrownBy(() -> text(Map.of("customFilterTemplate", "other")))
        .hasMessageContaining("templates has none");
  }
}
