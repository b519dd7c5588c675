package dev.serin.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.judge.kayenta.CanaryConfig;
import dev.serin.judge.kayenta.EffectSize;
import dev.serin.judge.kayenta.Judgement;
import dev.serin.judge.kayenta.MannWhitney;
import dev.serin.judge.kayenta.MetricPair;
import dev.serin.judge.kayenta.MetricResult;
import dev.serin.judge.kayenta.NetflixJudge;
import dev.serin.judge.kayenta.Outliers;
import dev.serin.judge.kayenta.Series;
import dev.serin.judge.kayenta.Thresholds;
import dev.serin.judge.kayenta.WeightedSumScorer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The cases of Kayenta's own tests, each with the tolerance that it states.
class KayentaOwnTestsTest {
  private static final String FILE = "kayenta/kayenta-own-tests.json";
  private static final Thresholds THRESHOLDS = new Thresholds(95, 75);

  private static Iterable<JsonNode> cases(String part) {
    return Vectors.json(FILE).path(part);
  }

  /// Within a tolerance of what is expected.
  private static boolean near(JsonNode expected, double actual, double tolerance) {
    double wanted = KayentaJson.number(expected);
    return Double.compare(wanted, actual) == 0 || Math.abs(wanted - actual) <= tolerance;
  }

  @Test
  void mannWhitney() {
    var score = new Score(FILE + " (mannWhitney)");
    for (JsonNode vector : cases("mannWhitney")) {
      Series x = KayentaJson.series(vector.path("x"));
      Series y = KayentaJson.series(vector.path("y"));
      double tolerance = vector.path("tolerance").asDouble(1e-12);
      String id = vector.path("id").asText();
      for (JsonNode one : vector.path("wilcoxonDiff")) {
        double z =
            MannWhitney.statistic(x, y, one.path("mu").doubleValue())
                - one.path("quantile").doubleValue();
        score.compare(id + " at " + one.path("mu"), true, near(one.path("expected"), z, tolerance));
      }
      if (!vector.has("confLevel") || x.size() == 0) {
        continue;
      }
      var shift =
          KayentaJson.test(vector.path("confLevel").doubleValue()).shift(x, y).orElseThrow();
      JsonNode actual = vector.path("kayentaActual");
      score.compare(
          id,
          List.of(true, true, true),
          List.of(
              near(actual.path("lower"), shift.lower(), 1e-12),
              near(actual.path("upper"), shift.upper(), 1e-12),
              near(actual.path("estimate"), shift.estimate(), 1e-12)));
    }
    score.close();
  }

  /// Kayenta's classifier takes tolerance and confidence, which its judge fixes at 0.25 and 0.98. A
  /// case that only a laxer setting finds High or Low can not be compared through the judge.
  @Test
  void classifier() {
    var score = new Score(FILE + " (classifier)");
    for (JsonNode vector : cases("classifier")) {
      MetricResult result = judged(vector).results().getFirst();
      JsonNode expected = vector.path("expected");
      if (!vector.path("classifier").asText().equals("MannWhitney")
          || (isLaxer(vector) && isWithinTolerance(result))) {
        continue;
      }
      String id = vector.path("id").asText();
      score.compare(id, expected.path("classification").asText(), result.classification().label());
      if (expected.has("critical")) {
        score.compare(
            id + " (critical)", expected.path("critical").booleanValue(), result.critical());
      }
    }
    score.close();
  }

  private static boolean isLaxer(JsonNode vector) {
    String wanted = vector.at("/expected/classification").asText();
    return (wanted.equals("High") || wanted.equals("Low"))
        && (vector.path("tolerance").asDouble() < 0.25
            || vector.path("confLevel").asDouble() < 0.98);
  }

  private static boolean isWithinTolerance(MetricResult result) {
    var evidence = result.evidence();
    if (evidence == null) {
      return false;
    }
    double bound = 0.25 * Math.abs(evidence.shift().estimate());
    return evidence.shift().lower() <= bound && evidence.shift().upper() >= -bound;
  }

  private static Judgement judged(JsonNode vector) {
    Map<String, Object> effect = fields(vector, "allowedIncrease", "allowedDecrease");
    effect.putAll(fields(vector, "criticalIncrease", "criticalDecrease"));
    if (vector.has("effectSizeMeasure")) {
      effect.put("measure", vector.path("effectSizeMeasure").asText());
    }
    Map<String, Object> canary = fields(vector, "direction", "nanStrategy", "critical");
    canary.putAll(fields(vector, "mustHaveData"));
    canary.put("effectSize", effect);
    String name = vector.path("name").asText();
    Map<String, Object> metric =
        Map.of(
            "name", name, "groups", List.of(), "analysisConfigurations", Map.of("canary", canary));
    return new NetflixJudge()
        .judge(
            CanaryConfig.of(Map.of("metrics", List.of(metric))),
            THRESHOLDS,
            List.of(
                new MetricPair(
                    name,
                    "",
                    Map.of(),
                    KayentaJson.series(vector.path("control")),
                    KayentaJson.series(vector.path("experiment")))));
  }

  private static Map<String, Object> fields(JsonNode vector, String... names) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String name : names) {
      if (vector.has(name)) {
        fields.put(name, Vectors.JSON.convertValue(vector.path(name), Object.class));
      }
    }
    return fields;
  }

  /// The judge never excludes more than the outermost percent on each side: of the outliers by
  /// plain fences it finds all or some, and no others.
  @Test
  void detectors() {
    var score = new Score(FILE + " (detectors)");
    for (JsonNode vector : cases("detectors")) {
      if (vector.path("detector").asText().equals("iqr")) {
        Series values = KayentaJson.series(vector.path("values"));
        var fences = new Outliers(vector.path("factor").doubleValue()).fences(values);
        boolean plain = !vector.path("reduceSensitivity").booleanValue();
        List<Boolean> expected = new ArrayList<>();
        List<Boolean> found = new ArrayList<>();
        for (int index = 0; index < values.size(); index++) {
          boolean wanted = vector.path("expectedOutliers").path(index).booleanValue();
          boolean excluded = fences.exclude(values.at(index));
          expected.add(wanted);
          found.add((plain && wanted) || excluded);
        }
        score.compare(vector.path("id").asText(), expected, found);
      }
    }
    score.close();
  }

  @Test
  void statistics() {
    var score = new Score(FILE + " (statistics)");
    for (JsonNode vector : cases("statistics")) {
      String id = vector.path("id").asText();
      Series values = KayentaJson.series(vector.path("values"));
      for (JsonNode one : vector.path("percentiles")) {
        double found = values.percentile(one.path("p").doubleValue());
        score.compare(
            id + " " + one.path("p"),
            true,
            near(one.path("expected"), found, one.path("tolerance").doubleValue()));
      }
      String measure = vector.path("effectSize").asText();
      if (measure.equals("cles") || measure.equals("meanRatio")) {
        EffectSize size = measure.equals("cles") ? EffectSize.CLES : EffectSize.MEAN_RATIO;
        double found =
            size.of(
                KayentaJson.series(vector.path("experiment")),
                KayentaJson.series(vector.path("control")));
        score.compare(
            id, true, near(vector.path("expected"), found, vector.path("tolerance").doubleValue()));
      }
    }
    score.close();
  }

  @Test
  void scorer() {
    var score = new Score(FILE + " (scorer)");
    for (JsonNode vector : cases("scorer")) {
      Map<String, Double> weights = new LinkedHashMap<>();
      vector
          .path("groupWeights")
          .properties()
          .forEach(entry -> weights.put(entry.getKey(), entry.getValue().doubleValue()));
      var found =
          new WeightedSumScorer(weights)
              .score(KayentaStatisticsTest.votes(vector.path("results")), THRESHOLDS);
      JsonNode expected = vector.path("expected");
      if (expected.has("summaryScore")) {
        score.compare(
            vector.path("id").asText(), expected.path("summaryScore").asDouble(), found.value());
      }
      if (expected.has("groupScoresSorted")) {
        List<Double> sorted = new ArrayList<>();
        expected.path("groupScoresSorted").forEach(one -> sorted.add(one.doubleValue()));
        score.compare(
            vector.path("id").asText() + " (groups)",
            sorted,
            found.groups().stream().map(Judgement.Group::score).sorted().toList());
      }
    }
    score.close();
  }
}
