package dev.serin.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.judge.planning.InformationLimit;
import dev.serin.judge.planning.Risk;
import dev.serin.judge.planning.SampleSize;
import dev.serin.judge.planning.Scenario;
import dev.serin.judge.sequential.Tolerance;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// How many requests a verdict takes, at the least and with Serin's own tests.
class PlanningTest {
  private static final Pattern LIMIT = Pattern.compile("canaryRequestsAlpha(\\d+)(?:Power(\\d+))?");
  private static final String POWER = "canaryRequestsPower";

  @Test
  void noTestNeedsLess() {
    NumberVectors.check("information-limit", PlanningTest::limits);
  }

  @Test
  void regressionsAreFoundWithinThese() {
    NumberVectors.check(
        "sample-size",
        vector ->
            sizes(
                vector,
                SampleSize.regression(
                    scenario(vector), Tolerance.NONE, vector.path("alpha").asDouble())));
  }

  @Test
  void equalCanariesPassWithinThese() {
    NumberVectors.check(
        "ni-sample-size",
        vector ->
            sizes(
                vector,
                SampleSize.nonInferiority(
                    Scenario.equal(vector.path("w").asDouble(), vector.path("p").asDouble()),
                    Tolerance.ofFactor(vector.path("rm").asDouble(), vector.path("dm").asDouble()),
                    vector.path("alpha").asDouble())));
  }

  private static Map<String, Double> limits(JsonNode vector) {
    var margin = Tolerance.ofFactor(vector.path("r0").asDouble(), vector.path("delta").asDouble());
    Scenario truth = scenario(vector);
    Map<String, Double> answers = new HashMap<>();
    answers.put("informationPerRequest", InformationLimit.perRequest(truth, margin));
    vector
        .fieldNames()
        .forEachRemaining(
            field -> {
              Matcher limit = LIMIT.matcher(field);
              if (limit.matches()) {
                double power = limit.group(2) == null ? 1 : decimals(limit.group(2));
                var risk = new Risk(decimals(limit.group(1)), power);
                answers.put(field, InformationLimit.canaryRequests(truth, margin, risk));
              }
            });
    return answers;
  }

  private static Map<String, Double> sizes(JsonNode vector, SampleSize size) {
    Map<String, Double> answers = new HashMap<>();
    answers.put("information", size.information());
    answers.put("variance", size.variance());
    answers.put("meanCanaryRequests", size.meanCanaryRequests());
    vector
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (field.startsWith(POWER)) {
                double power = Double.parseDouble(field.substring(POWER.length()));
                answers.put(field, size.canaryRequests(power));
              }
            });
    return answers;
  }

  private static Scenario scenario(JsonNode vector) {
    return new Scenario(
        vector.path("w").asDouble(),
        vector.path("pBaseline").asDouble(),
        vector.path("pCanary").asDouble());
  }

  private static double decimals(String digits) {
    return Double.parseDouble("0." + digits);
  }
}
