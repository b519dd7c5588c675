package dev.serin.manifest.lint;

import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.GoDuration;
import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Advice on the metrics of a template or a run.
record MetricLint(Value metric, Problems problems) {
  private static final Pattern THRESHOLD =
      Pattern.compile("(<=?|>=?|==|!=)\\s*-?[0-9.]|[0-9.]\\s*(<=?|>=?|==|!=)");
  private static final Pattern CONTROL =
      Pattern.compile("(?i)stable|baseline|primary|control|\\boffset\\b");
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");

  static void check(Value document, Problems problems) {
    for (Value metric : document.walk("spec.metrics").items()) {
      MetricLint lint = new MetricLint(metric, problems);
      lint.conditions();
      lint.baseline();
      lint.limits();
      lint.window();
      lint.attribution();
    }
  }

  private boolean judgesItself() {
    Value provider = metric.at("provider");
    return provider.at("job").present()
        || provider.at("kayenta").present()
        || !provider.at("plugin").names().isEmpty();
  }

  /// A comparison is sure of its first bad measurement, and does not change its mind.
  private boolean compares() {
    return metric.walk("provider.plugin").at("serin/comparison").present();
  }

  private void conditions() {
    if (!judgesItself()
        && metric.at("successCondition").text().isEmpty()
        && metric.at("failureCondition").text().isEmpty()) {
      problems.warning(
          "no-condition",
          metric,
          "metric `" + name() + "` has no condition, so each of its measurements is successful",
          "add a successCondition, such as `result[0] >= 0.95`");
    }
  }

  private void baseline() {
    String query = metric.walk("provider.prometheus.query").text();
    for (String field : List.of("successCondition", "failureCondition")) {
      Value condition = metric.at(field);
      if (!judgesItself()
          && THRESHOLD.matcher(condition.text()).find()
          && !CONTROL.matcher(query).find()) {
        problems.warning(
            "no-baseline",
            condition,
            "metric `%s` holds the canary to a fixed number, which misses a rise of errors below it"
                .formatted(name()),
            "compare with the stable version: use the provider serin/comparison, or a query that"
                + " divides canary by stable");
        return;
      }
    }
  }

  private void limits() {
    OptionalInt count = number(metric.at("count"));
    OptionalInt failures = number(metric.at("failureLimit"));
    boolean repeated = duration(metric.at("interval")).isPresent();
    if (repeated && !compares() && !metric.at("failureLimit").present()) {
      problems.info(
          "failure-limit-zero",
          metric,
          "metric `" + name() + "` aborts the rollout at its first failed measurement",
          "this is right for what must never happen; for noisy metrics set a failureLimit");
    }
    if (count.orElse(0) > 0 && failures.orElse(-1) >= count.orElse(0)) {
      problems.warning(
          "cannot-fail",
          metric.at("failureLimit"),
          "metric `%s` takes %d measurements and bears %d failed ones, so it can never fail"
              .formatted(name(), count.getAsInt(), failures.getAsInt()),
          "let failureLimit be smaller than count");
    }
  }

  private void window() {
    Optional<Duration> interval = duration(metric.at("interval"));
    Optional<Duration> window = PromQl.window(metric);
    if (interval.isPresent() && window.isPresent() && interval.get().compareTo(window.get()) < 0) {
      problems.warning(
          "interval-shorter-than-window",
          metric.at("interval"),
          "metric `%s` is measured each %s and looks back %s, so one bad moment is counted several times"
              .formatted(name(), PromQl.shown(interval.get()), PromQl.shown(window.get())),
          "let the interval be at least the window of the query");
    }
  }

  private void attribution() {
    Value query = metric.walk("provider.prometheus.query");
    if (!query.text().isEmpty() && !PromQl.selectsPopulation(query.text())) {
      problems.warning(
          "no-version-label",
          query,
          "the query of metric `%s` selects no version, pod, service or route, so it measures both versions together"
              .formatted(name()),
          "select the canary, such as `version=\"canary\"`, or its pods by"
              + " rollouts_pod_template_hash");
    }
  }

  private String name() {
    return metric.at("name").text();
  }

  /// A number that is written out; empty for a `{{...}}` and when nothing is written.
  static OptionalInt number(Value value) {
    String text = value.scalar();
    return text != null && WHOLE.matcher(text).matches()
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  /// An interval that is written out.
  static Optional<Duration> duration(Value value) {
    return switch (GoDuration.interval(value.text())) {
      case Checked.Valid<Duration>(Duration time) -> Optional.of(time);
      case Checked.Invalid<Duration> _ -> Optional.empty();
    };
  }
}
