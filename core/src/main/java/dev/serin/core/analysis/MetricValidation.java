package dev.serin.core.analysis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What makes a specification invalid, in Argo's words and in the order in which Argo looks.
final class MetricValidation {
  private MetricValidation() {}

  /// @param metrics those of `spec`, with their arguments put in
  static List<String> errors(AnalysisSpec spec, List<Metric> metrics) {
    List<String> errors = new ArrayList<>(errors(metrics));
    errors.addAll(unmatched("dryRun", spec.dryRun(), metrics));
    errors.addAll(unmatched("measurementRetention", spec.retention(), metrics));
    return errors;
  }

  static List<String> errors(List<Metric> metrics) {
    List<String> errors = new ArrayList<>();
    if (metrics.isEmpty()) {
      errors.add("no metrics specified");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < metrics.size(); i++) {
      String place = "metrics[" + i + "]: ";
      if (!names.add(metrics.get(i).name())) {
        errors.add(place + "duplicate name '" + metrics.get(i).name() + "'");
      }
      errors(metrics.get(i)).forEach(error -> errors.add(place + error));
    }
    return errors;
  }

  /// Whether a metric's name holds a match of the rule's expression. One that is not valid matches
  /// nothing.
  static Predicate<Metric> matching(MetricRule rule) {
    return switch (NamePattern.of(rule.metricName())) {
      case Checked.Valid<NamePattern>(NamePattern pattern) ->
          metric -> pattern.foundIn(metric.name());
      case Checked.Invalid<NamePattern> _ -> _ -> false;
    };
  }

  private static List<String> unmatched(
      String field, List<? extends MetricRule> rules, List<Metric> metrics) {
    List<String> errors = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      if (metrics.stream().noneMatch(matching(rules.get(i)))) {
        errors.add(field + "[" + i + "]: Rule didn't match any metric name(s)");
      }
    }
    return errors;
  }

  private static List<String> errors(Metric metric) {
    Metric.Limits limits = metric.limits();
    return Stream.of(
            counts(metric),
            duration("interval", metric.interval()),
            duration("startDelay", metric.initialDelay()),
            error(limits.failures() < -1, "failureLimit must be >= 0, or -1 to be disabled"),
            error(limits.inconclusives() < 0, "inconclusiveLimit must be >= 0"),
            error(limits.consecutiveErrors() < 0, "consecutiveErrorLimit must be >= 0"),
            error(limits.consecutiveSuccesses() < 0, "consecutiveSuccessLimit must be >= 0"),
            error(
                limits.failures() == -1 && limits.consecutiveSuccesses() == 0,
                "failureLimit and consecutiveSuccessLimit cannot both be disabled"),
            error(metric.provider().kind().isEmpty(), "no provider specified"),
            error(metric.provider().kind().contains(", "), "multiple providers specified"))
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> counts(Metric metric) {
    int count = Metric.Limits.number(metric.count(), 0);
    int failures = metric.limits().failures();
    int successes = metric.limits().consecutiveSuccesses();
    List<String> errors = new ArrayList<>();
    if (count > 0 && failures >= 0 && successes >= 0 && count < failures + successes) {
      errors.add(
          ("count (%d) must be >= failureLimit + consecutiveSuccessLimit (%d + %d)"
                  + " if both >= 0")
              .formatted(count, failures, successes));
    }
    if (count > 0 && count < metric.limits().inconclusives()) {
      errors.add("count must be >= inconclusiveLimit");
    }
    if (count > 1 && (metric.interval() == null || metric.interval().isEmpty())) {
      errors.add("interval must be specified when count > 1");
    }
    return errors;
  }

  private static List<String> duration(String what, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return List.of();
    }
    return switch (GoDuration.interval(text)) {
      case Checked.Valid<Duration> _ -> List.of();
      case Checked.Invalid<Duration>(String why) -> List.of("invalid " + what + " string: " + why);
    };
  }

  private static List<String> error(boolean applies, String error) {
    return applies ? List.of(error) : List.of();
  }
}
