package dev.serin.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.judge.kayenta.Classification;
import dev.serin.judge.kayenta.EffectSize;
import dev.serin.judge.kayenta.MannWhitney;
import dev.serin.judge.kayenta.Outliers;
import dev.serin.judge.kayenta.Series;
import dev.serin.judge.kayenta.SeriesSummary;
import dev.serin.judge.kayenta.WeightedSumScorer;
import dev.serin.judge.kayenta.WeightedSumScorer.Vote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The parts of Kayenta's judge: the test, statistics, outliers, effect sizes and scores.
class KayentaStatisticsTest {
  @Test
  void intervalsAreKayentas() {
    String file = "kayenta/mannwhitney-200.json";
    var score = new Score(file);
    for (JsonNode vector : Vectors.json(file).path("cases")) {
      Series x = KayentaJson.series(vector.path("x"));
      Series y = KayentaJson.series(vector.path("y"));
      var test = KayentaJson.test(vector.path("confLevel").doubleValue());
      JsonNode expected = vector.path("expected");
      List<Double> z = new ArrayList<>();
      vector.path("mu").forEach(mu -> z.add(MannWhitney.statistic(x, y, mu.doubleValue())));
      score.compare(
          vector.path("id").asText(),
          expected.has("exception") ? "tied" : interval(expected) + doubles(expected.path("z")),
          test.shift(x, y).map(shift -> interval(shift) + z).orElse("tied"));
    }
    score.close();
  }

  private static String interval(JsonNode expected) {
    return interval(
        new MannWhitney.Shift(
            KayentaJson.number(expected.path("lower")),
            KayentaJson.number(expected.path("upper")),
            KayentaJson.number(expected.path("estimate"))));
  }

  private static String interval(MannWhitney.Shift shift) {
    return (shift.lower() + 0.0) + " " + (shift.upper() + 0.0) + " " + (shift.estimate() + 0.0);
  }

  private static List<Double> doubles(JsonNode values) {
    return Arrays.stream(KayentaJson.series(values).toArray()).boxed().toList();
  }

  /// Percentiles, summaries and the effect sizes and outliers that the judge uses; the k-sigma
  /// detector, the plain fences and Cohen's d can not be reached in Kayenta's judge.
  @Test
  void statisticsAreKayentas() {
    String file = "kayenta/statistics-150.json";
    var score = new Score(file);
    for (JsonNode vector : Vectors.json(file).path("cases")) {
      Series values = KayentaJson.series(vector.path("values"));
      Series control = KayentaJson.series(vector.path("control"));
      JsonNode expected = vector.path("expected");
      Map<String, Object> found = new LinkedHashMap<>();
      found.put("summary", summary(values.summary()));
      found.put(
          "percentiles",
          doubles(vector.path("percentiles")).stream().map(values::percentile).toList());
      found.put("iqrOutliersReduced", outliers(vector.path("iqrFactor").doubleValue(), values));
      found.put("meanRatio", EffectSize.MEAN_RATIO.of(values, control));
      found.put("cles", EffectSize.CLES.of(values, control));
      Map<String, Object> wanted = new LinkedHashMap<>();
      found.keySet().forEach(name -> wanted.put(name, expected.path(name)));
      score.compare(
          vector.path("id").asText(),
          KayentaJson.comparable(wanted),
          KayentaJson.comparable(found));
    }
    score.close();
  }

  private static Map<String, Object> summary(SeriesSummary summary) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("min", summary.min());
    fields.put("max", summary.max());
    fields.put("mean", summary.mean());
    fields.put("std", summary.std());
    fields.put("count", summary.count());
    return fields;
  }

  private static List<Boolean> outliers(double factor, Series values) {
    Outliers.Fences fences = new Outliers(factor).fences(values);
    return Arrays.stream(values.toArray()).mapToObj(fences::exclude).toList();
  }

  @Test
  void scoresAreKayentas() {
    String file = "kayenta/scorer-200.json";
    var score = new Score(file);
    for (JsonNode vector : Vectors.json(file).path("cases")) {
      var config = KayentaJson.config(vector);
      score.compare(
          vector.path("id").asText(),
          KayentaJson.comparable(vector.path("expected")),
          KayentaJson.comparable(
              new WeightedSumScorer(config.groupWeights())
                  .score(votes(vector.path("results")), KayentaJson.thresholds(config))
                  .tree()));
    }
    score.close();
  }

  static List<Vote> votes(JsonNode results) {
    List<Vote> votes = new ArrayList<>();
    for (JsonNode result : results) {
      List<String> groups = new ArrayList<>();
      result.path("groups").forEach(group -> groups.add(group.asText()));
      votes.add(
          new Vote(
              classification(result.path("classification").asText()),
              result.path("classificationReason").asText(""),
              groups,
              result.path("critical").asBoolean(),
              result.path("muted").asBoolean()));
    }
    return votes;
  }

  private static Classification classification(String label) {
    return Arrays.stream(Classification.values())
        .filter(one -> Objects.equals(one.label(), label))
        .findFirst()
        .orElseThrow();
  }
}
