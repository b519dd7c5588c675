package dev.serin.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.judge.special.LogBeta;
import dev.serin.judge.special.LogGamma;
import dev.serin.judge.special.NormalTail;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Special functions in logs, against 60 digits.
class SpecialFunctionsTest {
  @Test
  void valuesAreThoseOfMpmath() {
    NumberVectors.check("special", vector -> Map.of("value", value(vector)));
  }

  private static double value(JsonNode vector) {
    double x = vector.path("x").asDouble();
    String function = vector.path("fn").asText();
    return switch (function) {
      case "logRegularizedBeta" ->
          LogBeta.regularized(vector.path("a").asDouble(), vector.path("b").asDouble(), x);
      case "logBeta" -> LogBeta.of(vector.path("a").asDouble(), vector.path("b").asDouble());
      case "logGamma" -> LogGamma.of(x);
      case "logNormalCdf" -> NormalTail.logProbability(x);
      case "normalQuantile" -> NormalTail.quantile(vector.path("u").asDouble());
      default -> throw new IllegalStateException("no such function: " + function);
    };
  }
}
