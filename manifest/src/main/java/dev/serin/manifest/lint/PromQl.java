package dev.serin.manifest.lint;

import dev.serin.manifest.tree.Value;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What can be told of a Prometheus query without parsing it.
final class PromQl {
  private static final Pattern RANGE = Pattern.compile("\\[\\s*([0-9a-z]{1,40})\\s*(:[^\\]]*)?\\]");
  private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d|w|y)");
  private static final Pattern POPULATION =
      Pattern.compile(
          "(?i)(version|revision|pod|hash|subset|canary|route|service|backend|ingress|variant|track"
              + "|deployment|workload|instance|\\bjob\\b)[a-z_]*\\s*=");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7),
          "y", Duration.ofDays(365));

  private PromQl() {}

  /// The longest range that the query of a metric looks back, such as 5 minutes for `[5m]`.
  static Optional<Duration> window(Value metric) {
    Matcher range = RANGE.matcher(metric.walk("provider.prometheus.query").text());
    return range
        .results()
        .flatMap(found -> duration(found.group(1)).stream())
        .max(Duration::compareTo);
  }

  /// True when some selector of the query names a label that tells populations apart.
  static boolean selectsPopulation(String query) {
    return POPULATION.matcher(query).find();
  }

  private static Optional<Duration> duration(String text) {
    Matcher part = PART.matcher(text);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (end < text.length() && part.find() && part.start() == end) {
      Duration unit = UNITS.getOrDefault(part.group(2), Duration.ZERO);
      sum = sum.plus(unit.multipliedBy(Integer.parseInt(part.group(1))));
      end = part.end();
    }
    return end == text.length() && end > 0 ? Optional.of(sum) : Optional.empty();
  }

  /// As people write it: `1h30m`, `90s`.
  static String shown(Duration time) {
    if (time.isZero()) {
      return "0s";
    }
    String hours = time.toHours() == 0 ? "" : time.toHours() + "h";
    String minutes = time.toMinutesPart() == 0 ? "" : time.toMinutesPart() + "m";
    String seconds = time.toSecondsPart() == 0 ? "" : time.toSecondsPart() + "s";
    String all = hours + minutes + seconds;
    return all.isEmpty() ? time.toMillis() + "ms" : all;
  }
}
