package dev.serin.cli.judge;

import dev.serin.cli.console.Json;
import dev.serin.judge.kayenta.CanaryConfig;
import dev.serin.judge.kayenta.MetricPair;
import dev.serin.judge.kayenta.NetflixJudge;
import dev.serin.judge.kayenta.Thresholds;
import dev.serin.judge.kayenta.UnjudgeableException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Judges lines of JSON `{id, config, metricPairs}`. Never throws: what Kayenta would refuse is an
/// error on its line.
public final class Batch {
  private final NetflixJudge judge = new NetflixJudge();

  /// Judges one line by its config's own thresholds.
  ///
  /// @return Kayenta's judge result with the `id`, or `{id, error}`
  public String line(String line) {
    Map<String, Object> answer = new LinkedHashMap<>();
    try {
      Map<String, @Nullable Object> fields = JsonFiles.fields(line);
      answer.put("id", Objects.requireNonNullElse(fields.get("id"), ""));
      answer.putAll(judged(fields));
    } catch (UnjudgeableException | IllegalArgumentException wrong) {
      answer.putIfAbsent("id", "");
      answer.put("error", String.valueOf(wrong.getMessage()));
    }
    return Json.line(answer);
  }

  private Map<String, Object> judged(Map<String, @Nullable Object> fields) {
    if (!(fields.get("config") instanceof Map<?, ?> tree)) {
      throw new IllegalArgumentException("config is missing, or is no object");
    }
    CanaryConfig config = CanaryConfig.of(JsonFiles.fields(tree));
    Thresholds thresholds = config.thresholds();
    if (thresholds == null) {
      throw new IllegalArgumentException("config.classifier.scoreThresholds is missing");
    }
    return judge.judge(config, thresholds, MetricPair.allOf(fields.get("metricPairs"))).tree();
  }
}
