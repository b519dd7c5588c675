package dev.serin.conformance;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.judge.kayenta.CanaryConfig;
import dev.serin.judge.kayenta.Judgement;
import dev.serin.judge.kayenta.MannWhitney;
import dev.serin.judge.kayenta.MetricPair;
import dev.serin.judge.kayenta.NetflixJudge;
import dev.serin.judge.kayenta.Series;
import dev.serin.judge.kayenta.Thresholds;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/// Kayenta's JSON, made into what Serin's judge takes, and back.
final class KayentaJson {
  private KayentaJson() {}

  static CanaryConfig config(JsonNode vector) {
    return CanaryConfig.of(tree(vector.path("config")));
  }

  static Thresholds thresholds(CanaryConfig config) {
    return Objects.requireNonNull(config.thresholds());
  }

  /// Kayenta's judgement of a vector with `config` and `metricPairs`.
  static Judgement judgement(JsonNode vector) {
    CanaryConfig config = config(vector);
    Object pairs = Vectors.JSON.convertValue(vector.path("metricPairs"), Object.class);
    return new NetflixJudge().judge(config, thresholds(config), MetricPair.allOf(pairs));
  }

  /// A part of a result for comparison: groups have no order, and absent values are left out.
  static Object comparable(Object result) {
    Object written = Vectors.JSON.convertValue(parsed(result), Object.class);
    if (!(written instanceof Map<?, ?> map) || !map.containsKey("groupScores")) {
      return written;
    }
    Map<String, Object> sorted = new TreeMap<>();
    map.forEach((name, value) -> sorted.put("" + name, value));
    Map<String, Object> groups = new TreeMap<>();
    for (Object group : (List<?>) Objects.requireNonNull(map.get("groupScores"))) {
      groups.put("" + ((Map<?, ?>) group).get("name"), group);
    }
    sorted.put("groupScores", groups);
    return sorted;
  }

  private static JsonNode parsed(Object result) {
    try {
      return Vectors.JSON.readTree(Vectors.JSON.writeValueAsString(result));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The test at a confidence level, with the quantiles that commons-math 3.6.1 gives, to the last
  /// bit: they decide the last digits of a root.
  static MannWhitney test(double confidence) {
    Map<Double, Double> quantiles =
        Map.of(0.9, -1.644853626951473, 0.95, -1.959963984540054, 0.98, -2.326347874040841);
    return new MannWhitney(Objects.requireNonNull(quantiles.get(confidence)));
  }

  static Map<String, Object> tree(JsonNode node) {
    return Vectors.JSON.convertValue(node, new TypeReference<Map<String, Object>>() {});
  }

  static Series series(JsonNode values) {
    return Series.of(
        StreamSupport.stream(values.spliterator(), false)
            .mapToDouble(KayentaJson::number)
            .toArray());
  }

  /// A number, or the text of one that JSON does not know.
  static double number(JsonNode value) {
    return value.isNumber() ? value.doubleValue() : Double.parseDouble(value.asText());
  }
}
