package dev.serin.manifest.rule;

import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.GoDuration;
import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/// The rules for one metric: Argo's ValidateMetric. What holds a `{{...}}` is judged when its value
/// is known.
final class MetricRules {
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,9}");

  private final Value metric;
  private final String prefix;
  private final Problems problems;

  private MetricRules(Value metric, String prefix, Problems problems) {
    this.metric = metric;
    this.prefix = prefix;
    this.problems = problems;
  }

  /// Checks all metrics of a template or a run.
  ///
  /// @param prefix stands before each message
  static void check(Value metrics, String prefix, Problems problems) {
    Set<String> names = new HashSet<>();
    List<Value> all = metrics.items();
    for (int i = 0; i < all.size(); i++) {
      Value metric = all.get(i);
      MetricRules rules = new MetricRules(metric, prefix + "metrics[" + i + "]: ", problems);
      if (!names.add(metric.at("name").text())) {
        rules.report(
            metric.at("name"),
            "duplicate name '" + metric.at("name").text() + "'",
            "give each metric its own name");
      }
      rules.counts();
      rules.durations();
      rules.limits();
      rules.provider();
    }
  }

  private void counts() {
    OptionalInt count = number("count");
    OptionalInt failure = number("failureLimit");
    OptionalInt success = number("consecutiveSuccessLimit");
    if (count.isEmpty() || count.getAsInt() <= 0) {
      return;
    }
    int n = count.getAsInt();
    Value at = metric.at("count");
    if (n < failure.orElse(0)) {
      report(at, "count must be >= failureLimit", "raise count or lower failureLimit");
    }
    if (n < number("inconclusiveLimit").orElse(0)) {
      report(at, "count must be >= inconclusiveLimit", "raise count or lower inconclusiveLimit");
    }
    if (failure.orElse(-1) >= 0
        && success.orElse(0) > 0
        && n < failure.getAsInt() + success.getAsInt()) {
      report(
          at,
          "count (%d) must be >= failureLimit + consecutiveSuccessLimit (%d + %d) if both >= 0"
              .formatted(n, failure.getAsInt(), success.getAsInt()),
          "raise count");
    }
    if (n > 1 && metric.at("interval").text().isEmpty()) {
      report(
          at,
          "interval must be specified when count > 1",
          "add an interval, such as `interval: 1m`");
    }
  }

  private void durations() {
    duration("interval", "invalid interval string: ");
    duration("initialDelay", "invalid startDelay string: ");
  }

  private void duration(String field, String words) {
    Value at = metric.at(field);
    if (at.text().isEmpty() || at.text().contains("{{")) {
      return;
    }
    if (GoDuration.interval(at.text()) instanceof Checked.Invalid<?>(String why)) {
      report(at, words + why, "write a number with a unit: `30s`, `5m`, `1h30m`");
    }
  }

  private void limits() {
    OptionalInt failure = number("failureLimit");
    OptionalInt success = number("consecutiveSuccessLimit");
    if (failure.orElse(0) < -1) {
      report(
          metric.at("failureLimit"),
          "failureLimit must be >= 0, or -1 to be disabled",
          "write how many failed measurements are borne");
    }
    if (failure.orElse(0) == -1 && success.isPresent() && success.getAsInt() == 0) {
      report(
          metric.at("failureLimit"),
          "failureLimit and consecutiveSuccessLimit cannot both be disabled",
          "set one of them");
    }
    for (String limit :
        List.of("consecutiveSuccessLimit", "inconclusiveLimit", "consecutiveErrorLimit")) {
      if (number(limit).orElse(0) < 0) {
        report(metric.at(limit), limit + " must be >= 0", "write 0 or more");
      }
    }
  }

  private void provider() {
    Value provider = metric.at("provider");
    long count =
        provider.names().stream()
            .filter(name -> !name.equals("plugin") && provider.at(name).present())
            .count();
    long providers = count + provider.at("plugin").fields().size();
    if (providers == 0) {
      report(
          provider,
          "no provider specified",
          "name one, such as prometheus, web, or plugin with serin/router");
    }
    if (providers > 1) {
      report(provider, "multiple providers specified", "make a metric for each provider");
    }
  }

  /// Argo's reading: 0 for a text that is no number; empty while it holds a `{{...}}`.
  private OptionalInt number(String field) {
    String text = metric.at(field).scalar();
    if (text == null) {
      return OptionalInt.of(0);
    }
    if (text.contains("{{")) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(WHOLE.matcher(text).matches() ? Integer.parseInt(text) : 0);
  }

  private void report(Value at, String message, String fix) {
    problems.error("invalid-value", at, prefix + message, fix);
  }
}
