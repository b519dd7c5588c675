package dev.serin.providers.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.judge.Signal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceSettingsTest {
  private static ProviderConfig config(String json) throws JsonProcessingException {
    Map<String, Object> settings = new JsonMapper().readValue(json, new TypeReference<>() {});
    return new ProviderConfig("serin/comparison", settings);
  }

  private static final String QUERY = "a{v='{{population}}'}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ERRORS     | {}
          LATENCY    | {"source": "router"}
          TRAFFIC    | {"source": "router"}
          ERRORS     | {"source": {"prometheus": {"failures": "Q", "total": "Q", "timeout": 5}}}
          CUSTOM     | {"source": {"prometheus": {"failures": "Q", "total": "Q", "address": "http://p"}}}
          LATENCY    | {"source": {"prometheus": {"histogram": "sum by (le) (Q)"}}}
          TRAFFIC    | {"source": {"prometheus": {"total": "Q"}}}
          TRAFFIC    | {"source": {"prometheus": {"total": "Q", "canary": "v2", "baseline": "v1"}}}
          TRAFFIC    | {"source": {"prometheus": {"total": "Q", "failures": "Q"}}}
          SATURATION | {"source": {"prometheus": {"query": "avg(rate(Q[1m]))"}}}
          """)
  void usableSettingsHaveNoProblem(Signal signal, String json) throws JsonProcessingException {
    assertThat(SourceSettings.read(config(json.replace("Q", QUERY)), signal)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ERRORS     | {"source": "nginx"} | source must be router
          ERRORS     | {"source": 5} | source must be router
          ERRORS     | {"source": {}} | source must hold prometheus alone, but holds nothing
          ERRORS     | {"source": {"web": {}}} | source must hold prometheus alone, but holds web
          ERRORS     | {"source": {"prometheus": 1}} | source.prometheus must be fields of its own
          ERRORS     | {"source": {"prometheus": {"total": "Q"}}} | source.prometheus.failures must be a text; it is missing
          ERRORS     | {"source": {"prometheus": {"total": "Q", "failures": "Q", "query": "Q"}}} | source.prometheus.query is unknown; for the signal errors there are failures, total, baseline, canary, address
          ERRORS     | {"source": {"prometheus": {"total": "a", "failures": "Q"}}} | source.prometheus.total asks the same for both sides
          ERRORS     | {"source": {"prometheus": {"total": "sum(rate(Q[1m]))", "failures": "Q"}}} | source.prometheus.total uses rate(): give the counter itself
          LATENCY    | {"source": {"prometheus": {"histogram": "histogram_quantile(0.9, Q)"}}} | uses histogram_quantile()
          SATURATION | {} | no router measures the signal saturation: give prometheus with query
          TRAFFIC    | {"source": {"prometheus": {"total": "Q", "canary": "v2", "baseline": "v2"}}} | source.prometheus.baseline are both "v2": name what tells the two sides apart
          CUSTOM     | {"source": "router"} | no router measures the signal custom: give prometheus with failures and total
          """)
  void aWrongSettingIsNamedWithWhatIsRight(Signal signal, String json, String why)
      throws JsonProcessingException {
    ProviderConfig config = config(json.replace("Q", QUERY));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SourceSettings.read(config, signal))
        .withMessageStartingWith("provider.serin/comparison.source")
        .withMessageContaining(why);
  }

  @Test
  void aSecretIsNotShown() throws JsonProcessingException {
    ProviderConfig config = config("{\"source\": [{\"password\": \"song\"}]}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SourceSettings.read(config, Signal.ERRORS))
        .withMessageNotContaining("song");
  }
}
