package dev.serin.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// How close a result has to come to the expected one, as a vector file says: "relative 1e-12 or
/// absolute 1e-12". One of the two is enough.
record Accuracy(double relative, double absolute) {
  private static final Pattern CLAUSE =
      Pattern.compile("(relative|absolute) ([0-9.]+e-?[0-9]+)(?: \\((\\w+)\\))?");

  /// What `file` asks for.
  static Accuracy of(JsonNode file) {
    return of(file, "");
  }

  /// What `file` asks for its figures called `part`, as in "relative 1e-8 (ratio)".
  static Accuracy of(JsonNode file, String part) {
    String text = file.path("tolerance").asText();
    return new Accuracy(largest(text, "relative", part), largest(text, "absolute", part));
  }

  private static double largest(String text, String kind, String part) {
    return CLAUSE
        .matcher(text)
        .results()
        .filter(found -> found.group(1).equals(kind) && isOf(found, part))
        .mapToDouble(found -> Double.parseDouble(found.group(2)))
        .max()
        .orElse(0);
  }

  private static boolean isOf(MatchResult found, String part) {
    return part.isEmpty() || found.group(3) == null || found.group(3).equals(part);
  }

  /// Compares two numbers in `score`: a close one counts as equal.
  void compare(Score score, String id, double expected, double actual) {
    double off = Math.abs(expected - actual);
    boolean close = off <= absolute || off <= relative * Math.abs(expected);
    score.compare(id, expected, close ? expected : actual);
  }
}
