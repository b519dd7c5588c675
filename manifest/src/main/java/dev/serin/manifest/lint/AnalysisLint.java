package dev.serin.manifest.lint;

import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.GoDuration;
import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Advice on what a canary's steps and its analyses have to do with each other.
record AnalysisLint(Value canary, Templates templates, Problems problems) {
  private static final int MANY = 12;
  private static final double ALPHA = 0.05;

  void check() {
    List<Value> steps = canary.at("steps").items();
    Value background = canary.at("analysis");
    boolean inSteps =
        steps.stream()
            .flatMap(step -> Stream.of(step.at("analysis"), step.at("experiment")))
            .anyMatch(Value::present);
    if (!background.present() && !inSteps) {
      problems.warning(
          "no-analysis",
          canary,
          "the manifest names no analysis: where its router counts both versions Serin attaches its"
              + " guard (errors, latency and traffic compared), and elsewhere nothing judges the new"
              + " version",
          "add `analysis:` with a template whose metrics use the provider serin/comparison");
    }
    steps.stream().map(step -> step.at("analysis")).filter(Value::present).forEach(this::many);
    if (background.present()) {
      many(background);
      begins(background, steps.size());
      List<Value> metrics = templates.metrics(background);
      pauses(steps, metrics);
      metrics.forEach(metric -> fast(metric, background, steps));
      metrics.forEach(this::once);
    }
  }

  /// Comparisons share one chance of a false alarm, however many there are.
  private void many(Value analysis) {
    long count =
        templates.metrics(analysis).stream()
            .filter(metric -> !comparison(metric).present())
            .count();
    if (count > MANY) {
      problems.warning(
          "too-many-metrics",
          analysis,
          "%d metrics judge one release: were each a test with %.0f %% false alarms, %.0f %% of good releases would fail"
              .formatted(count, 100 * ALPHA, 100 * (1 - Math.pow(1 - ALPHA, (double) count))),
          "keep the few that users feel, and make the others a dryRun");
    }
  }

  private void begins(Value background, int steps) {
    Value start = background.at("startingStep");
    if (start.whole(0) > 0 && start.whole(0) >= steps) {
      problems.warning(
          "analysis-never-starts",
          start,
          "the analysis begins at step %d, and the last step is %d"
              .formatted(start.whole(0), steps - 1),
          "steps are counted from 0: write 1 for the second");
    }
  }

  /// A pause within which a query still shows the weight before it.
  private void pauses(List<Value> steps, List<Value> metrics) {
    Optional<Duration> window =
        metrics.stream().map(PromQl::window).flatMap(Optional::stream).max(Duration::compareTo);
    for (Value step : steps) {
      Value written = step.walk("pause.duration");
      Optional<Duration> pause = pause(written);
      if (window.isPresent()
          && pause.isPresent()
          && pause.get().isPositive()
          && pause.get().compareTo(window.get()) < 0) {
        problems.warning(
            "pause-shorter-than-window",
            written,
            "the pause takes %s, and the analysis looks back %s: it still sees the weight before"
                .formatted(PromQl.shown(pause.get()), PromQl.shown(window.get())),
            "pause for at least twice the window of the query");
      }
    }
  }

  private static Value comparison(Value metric) {
    return metric.walk("provider.plugin").at("serin/comparison");
  }

  /// A comparison that stops to look while the canary still takes traffic.
  private void once(Value metric) {
    if (comparison(metric).present() && !metric.at("interval").present()) {
      problems.warning(
          "comparison-once",
          metric,
          "comparison `%s` has no interval, so it ends with its first verdict and nothing watches the steps after it"
              .formatted(metric.at("name").text()),
          "add `interval: 10s`: it then goes on for as long as the steps do");
    }
  }

  /// A metric that bears failures for longer than the rollout takes.
  private void fast(Value metric, Value background, List<Value> steps) {
    List<Duration> pauses = new ArrayList<>();
    for (Value step : steps) {
      Value written = step.at("pause");
      if (written.present()) {
        Optional<Duration> pause = pause(written.at("duration"));
        if (pause.isEmpty()) {
          return;
        }
        pauses.add(pause.get());
      }
    }
    Duration rollout = pauses.stream().reduce(Duration.ZERO, Duration::plus);
    Optional<Duration> interval = MetricLint.duration(metric.at("interval"));
    int limit = MetricLint.number(metric.at("failureLimit")).orElse(0);
    if (interval.isEmpty() || limit <= 0 || steps.isEmpty()) {
      return;
    }
    Duration failing = interval.get().multipliedBy(limit);
    if (failing.compareTo(rollout) >= 0) {
      problems.warning(
          "fails-too-late",
          background,
          "metric `%s` fails %s after its first bad measurement at the earliest, and the pauses of the plan take %s"
              .formatted(metric.at("name").text(), PromQl.shown(failing), PromQl.shown(rollout)),
          "lower its failureLimit or interval, or pause for longer");
    }
  }

  private static Optional<Duration> pause(Value written) {
    String text = written.scalar();
    if (text == null) {
      return Optional.empty();
    }
    return switch (GoDuration.pause(text)) {
      case Checked.Valid<Duration>(Duration time) -> Optional.of(time);
      case Checked.Invalid<Duration> _ -> Optional.empty();
    };
  }
}
