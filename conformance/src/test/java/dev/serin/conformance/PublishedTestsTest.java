package dev.serin.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.judge.published.AsymptoticSequence;
import dev.serin.judge.published.LindonMalek;
import dev.serin.judge.published.OneSidedBeta;
import dev.serin.judge.published.TwoByTwo;
import dev.serin.judge.sequential.Interval;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// Tests that others published, against their formulas in 50 digits.
class PublishedTestsTest {
  private static final double CS_ALPHA = 0.05;

  @Test
  void dirichletMultinomial() {
    NumberVectors.check("lindon-malek", PublishedTestsTest::lindonMalek);
  }

  @Test
  void oneSidedBetaMixture() {
    NumberVectors.check("beta-one-sided", PublishedTestsTest::oneSided);
  }

  @Test
  void asymptoticConfidenceSequence() {
    NumberVectors.check("asymptotic-cs", PublishedTestsTest::asymptotic);
  }

  @Test
  void twoByTwoBlocks() {
    NumberVectors.check("turner-2x2", PublishedTestsTest::blocks);
  }

  /// Where the reference's 50 digits cancelled out to nothing there is nothing to compare with; the
  /// judge's own test has the value.
  private static Map<String, Double> oneSided(JsonNode vector) {
    if (number(vector, "logE") == Double.NEGATIVE_INFINITY) {
      return Map.of();
    }
    var mixture = new OneSidedBeta(number(vector, "w"), number(vector, "a"), number(vector, "b"));
    return Map.of(
        "logE", mixture.logE(vector.path("errors").asLong(), vector.path("canaryErrors").asLong()));
  }

  private static Map<String, Double> lindonMalek(JsonNode vector) {
    double[] assignment =
        StreamSupport.stream(vector.path("assignment").spliterator(), false)
            .mapToDouble(JsonNode::asDouble)
            .toArray();
    long[] counts =
        StreamSupport.stream(vector.path("counts").spliterator(), false)
            .mapToLong(JsonNode::asLong)
            .toArray();
    var test = new LindonMalek(number(vector, "concentration"), assignment);
    Map<String, Double> answers = new HashMap<>();
    answers.put("logBayesFactor", test.logBayesFactor(counts));
    answers.put("sequentialP", test.sequentialP(counts));
    if (counts.length == 2) {
      put(answers, "thetaCS95", test.share(CS_ALPHA, counts[0], counts[1]));
      put(answers, "ratioCS95", test.rateRatio(CS_ALPHA, counts[0], counts[1]));
    }
    return answers;
  }

  private static void put(Map<String, Double> answers, String field, Interval interval) {
    answers.put(field + "[0]", interval.lower());
    answers.put(field + "[1]", interval.upper());
  }

  private static Map<String, Double> asymptotic(JsonNode vector) {
    var sequence = new AsymptoticSequence(number(vector, "alpha"), number(vector, "nStar"));
    double n = number(vector, "n");
    double deviation = number(vector, "sd");
    return Map.of(
        "rhoTwoSided", sequence.rhoTwoSided(),
        "rhoOneSided", sequence.rhoOneSided(),
        "halfWidthTwoSided", sequence.halfWidthTwoSided(n, deviation),
        "halfWidthOneSided", sequence.halfWidthOneSided(n, deviation),
        "logETwoSidedAgainstZero", sequence.logTwoSided(n, number(vector, "mean"), deviation));
  }

  private static Map<String, Double> blocks(JsonNode vector) {
    var test =
        new TwoByTwo(vector.path("na").asInt(), vector.path("nb").asInt(), number(vector, "hyper"));
    Map<String, Double> answers = new HashMap<>();
    int index = 0;
    for (JsonNode block : vector.path("blocks")) {
      double logE = test.update(block.path(0).asLong(), block.path(1).asLong());
      answers.put("logE[" + index++ + "]", logE);
    }
    return answers;
  }

  private static double number(JsonNode vector, String field) {
    return vector.path(field).asDouble();
  }
}
