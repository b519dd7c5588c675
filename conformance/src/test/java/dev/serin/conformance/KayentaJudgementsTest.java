package dev.serin.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.judge.kayenta.Judgement;
import dev.serin.judge.kayenta.MetricResult;
import dev.serin.judge.kayenta.MetricResult.Evidence;
import dev.serin.judge.kayenta.UnjudgeableException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole judgements of Kayenta: results, scores and what the test found, to the last bit.
class KayentaJudgementsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"random-500", "boundary-300", "judgements-150", "edge-cases", "issue-cases"})
  void judgementsAreKayentas(String name) {
    String file = "kayenta/" + name + ".json";
    var results = new Score(file);
    var evidence = new Score(file + " (evidence)");
    for (JsonNode vector : Vectors.json(file).path("cases")) {
      String id = vector.path("id").asText();
      JsonNode expected = vector.path("expected");
      if (expected.has("exception")) {
        results.compare(id, "refused", answer(vector));
      } else {
        results.compare(id, KayentaJson.comparable(expected), answer(vector));
        evidence.compare(id, evidence(vector), evidence(KayentaJson.judgement(vector)));
      }
    }
    results.close();
    evidence.close();
  }

  private static Object answer(JsonNode vector) {
    try {
      return KayentaJson.comparable(KayentaJson.judgement(vector).tree());
    } catch (UnjudgeableException _) {
      return "refused";
    }
  }

  private static List<String> evidence(JsonNode vector) {
    List<String> all = new ArrayList<>();
    for (JsonNode detail : vector.path("detail")) {
      all.add(
          detail.has("estimate")
              ? shown(
                  KayentaJson.number(detail.path("lowerConfidence")),
                  KayentaJson.number(detail.path("upperConfidence")),
                  KayentaJson.number(detail.path("estimate")),
                  KayentaJson.number(detail.path("effectSize")))
              : "none");
    }
    return all;
  }

  private static List<String> evidence(Judgement judgement) {
    return judgement.results().stream().map(KayentaJudgementsTest::evidence).toList();
  }

  private static String evidence(MetricResult result) {
    Evidence evidence = result.evidence();
    return evidence == null
        ? "none"
        : shown(
            evidence.shift().lower(),
            evidence.shift().upper(),
            evidence.shift().estimate(),
            evidence.effect());
  }

  private static String shown(double lower, double upper, double estimate, double effect) {
    // 0.0 - x makes no difference of the sign of zero.
    return (lower + 0.0) + " " + (upper + 0.0) + " " + (estimate + 0.0) + " " + (effect + 0.0);
  }
}
