package dev.serin.judge.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetflixJudgeTest {
  private static final Thresholds THRESHOLDS = new Thresholds(95, 75);

  private static Judgement judge(Map<String, ?> config, Series control, Series experiment) {
    return new NetflixJudge()
        .judge(
            CanaryConfig.of(config),
            THRESHOLDS,
            List.of(new MetricPair("m", "1", Map.of(), control, experiment)));
  }

  private static Map<String, Object> config(Map<String, ?> canary) {
    return Map.of(
        "metrics",
        List.of(
            Map.of(
                "name", "m",
                "groups", List.of("g"),
                "analysisConfigurations", Map.of("canary", canary))));
  }

  @Test
  void noiseBeginsAnewWithEachJudgement() {
    Series low = Series.of(1, 1, 1, 1, 1);
    Series high = Series.of(2, 2, 2, 2, 2);
    Judgement first = judge(config(Map.of()), low, high);
    assertThat(first.results().getFirst().classification()).isEqualTo(Classification.HIGH);
    assertThat(judge(config(Map.of()), low, high)).isEqualTo(first);
  }

  @Test
  void endlessValuesComeToAnEnd() {
    Series endless =
        Series.of(1, Double.NEGATIVE_INFINITY, 3, Double.POSITIVE_INFINITY, Double.NaN);
    MetricResult result =
        judge(config(Map.of()), Series.of(1, 2, 3, 4), endless).results().getFirst();
    assertThat(result.classification()).isEqualTo(Classification.PASS);
    assertThat(result.ratio()).isNaN();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          critical  | metrics[0].analysisConfigurations.canary.critical must be true or false, not "yes"
          muted     | metrics[0].analysisConfigurations.canary.muted must be true or false, not "yes"
          """)
  void optionsOfAnotherTypeFailTheWholeJudgement(String option, String message) {
    Series series = Series.of(1, 2, 3);
    assertThatThrownBy(() -> judge(config(Map.of(option, "yes")), series, series))
        .isInstanceOf(UnjudgeableException.class)
        .hasMessage(message);
  }

  @Test
  void sayWhatIsMissing() {
    Series series = Series.of(1, 2, 3);
    assertThatThrownBy(() -> judge(Map.of("metrics", List.of(Map.of("name", "m"))), series, series))
        .hasMessage("metrics[0].groups is missing: give a list of names, or []");
    assertThatThrownBy(() -> judge(Map.of(), series, series))
        .hasMessage("metrics has none for the data: Could not find metric config for m");
    assertThatThrownBy(() -> judge(Map.of("judge", Map.of("name", "dredd-v1.0")), series, series))
        .hasMessage("judge.name is \"dredd-v1.0\": the only judge here is NetflixACAJudge-v1.0");
    assertThatThrownBy(() -> MetricPair.allOf(List.of(Map.of("name", "m", "values", Map.of()))))
        .hasMessage("metricPairs[0].values.control must be a list; it is missing or null");
  }

  @Test
  void aNegativeFactorIsRefusedOnlyWhereItIsUsed() {
    Series series = Series.of(1, 2, 3);
    Map<String, Object> kept = Map.of("outliers", Map.of("outlierFactor", -1));
    assertThat(judge(config(kept), series, series).score().verdict()).isEqualTo(Verdict.PASS);
    Map<String, Object> removed =
        Map.of("outliers", Map.of("strategy", "remove", "outlierFactor", -1));
    assertThatThrownBy(() -> judge(config(removed), series, series))
        .hasMessage(
            "metrics[0].analysisConfigurations.canary.outliers.outlierFactor must be above 0, not"
                + " -1");
  }
}
