package dev.serin.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Function;

/// A vector file of numbers: each of its cases has inputs, and fields that an answer repeats.
final class NumberVectors {
  private NumberVectors() {}

  /// Compares the fields that `answers` gives for each case, within the file's tolerance.
  ///
  /// @param name of the file in the folder `sequential`, without its ending
  /// @param answers a case's expected fields; `field[1]` is the second element of an array
  static void check(String name, Function<JsonNode, Map<String, Double>> answers) {
    String path = "sequential/" + name + ".json";
    JsonNode file = Vectors.json(path);
    var tolerance = Tolerance.stated(file.path("tolerance").asText());
    var score = new Score(path);
    int index = 0;
    for (JsonNode vector : file.path("cases")) {
      String id = "#" + index++;
      answers
          .apply(vector)
          .forEach(
              (field, actual) -> {
                double expected = expected(vector, field);
                double unit = field.endsWith("]") ? Math.max(1, Math.abs(expected)) : 1;
                var scaled = new Tolerance(tolerance.relative(), tolerance.absolute() * unit);
                score.compare(id + " " + field, expected, scaled.seen(expected, actual));
              });
    }
    score.close();
  }

  /// An infinite bound is null in JSON.
  private static double expected(JsonNode vector, String field) {
    int bracket = field.indexOf('[');
    JsonNode value =
        bracket < 0
            ? vector.path(field)
            : vector
                .path(field.substring(0, bracket))
                .path(Integer.parseInt(field.substring(bracket + 1, field.length() - 1)));
    return value.isNull() ? Double.POSITIVE_INFINITY : value.asDouble(Double.NaN);
  }
}
