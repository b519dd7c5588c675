package dev.serin.manifest.lint;

import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// Advice on the steps of a canary.
record PlanLint(Value canary, Problems problems) {
  private static final double FIRST = 10;
  private static final double RATIO = 5;
  private static final double JUMP = 50;
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  void check() {
    Value steps = canary.at("steps");
    if (steps.items().isEmpty()) {
      problems.warning(
          "no-steps",
          canary,
          "without steps the new version gets all traffic at once",
          "add steps, such as setWeight 1, 5, 10, 25, 50 with a pause after each");
    }
    if (!canary.at("trafficRouting").present()) {
      problems.info(
          "no-traffic-routing",
          canary,
          "no router is named: Kubernetes can only come near a weight by counting pods, and"
              + " `serin run` takes its own gateway",
          "name one, such as `trafficRouting: {plugins: {serin/gateway: {}}}`");
    }
    weights(steps.items());
    steps.items().forEach(this::pause);
    steps.items().forEach(step -> mirror(step.at("setMirrorRoute")));
  }

  private void weights(List<Value> steps) {
    double whole = canary.walk("trafficRouting.maxTrafficWeight").whole(100);
    double before = 0;
    Value last = canary.at("steps");
    boolean observed = true;
    for (Value step : steps) {
      Value weight = step.at("setWeight");
      if (!weight.present()) {
        observed |=
            Stream.of("pause", "analysis", "experiment", "plugin")
                .anyMatch(k -> step.at(k).present());
        continue;
      }
      double percent = 100 * weight.whole(0) / whole;
      if (!observed) {
        unobserved(weight, percent);
      }
      if (before == 0) {
        first(weight, percent);
      } else {
        grows(weight, before, percent);
      }
      observed = percent == 0;
      before = percent;
      last = weight;
    }
    if (before > 0 && before < 100) {
      grows(last, before, 100);
    }
  }

  private void first(Value weight, double percent) {
    if (percent > FIRST) {
      problems.warning(
          "first-weight-too-large",
          weight,
          "the first step shows the new version to %s of the users at once, and more than %s is much"
              .formatted(shown(percent), shown(FIRST)),
          "begin with 1 to 10 percent");
    }
  }

  private void unobserved(Value weight, double percent) {
    problems.warning(
        "no-time-to-observe",
        weight,
        "the weight goes on to %s with no pause and no analysis since the weight before"
            .formatted(shown(percent)),
        "add a pause or an analysis in between");
  }

  private void grows(Value weight, double before, double percent) {
    if (percent < before) {
      problems.warning(
          "weight-falls",
          weight,
          "the weight falls from %s to %s in the middle of the plan"
              .formatted(shown(before), shown(percent)),
          "let weights only grow; an abort takes the canary back");
    } else if (percent / before > RATIO || percent - before > JUMP) {
      problems.warning(
          "steps-too-steep",
          weight,
          "the weight goes from %s to %s in one step: more than %.0f times, or more than %.0f points"
              .formatted(shown(before), shown(percent), RATIO, JUMP),
          "add a step in between, such as 1, 5, 10, 25, 50, 100");
    }
  }

  private void pause(Value step) {
    Value pause = step.at("pause");
    if (pause.present() && !pause.at("duration").present()) {
      problems.info(
          "waits-for-a-person",
          pause,
          "this pause has no end: the rollout waits until somebody promotes it",
          "promote with `serin promote`, or give the pause a duration");
    }
  }

  private void mirror(Value route) {
    if (route.at("match").items().isEmpty()) {
      return;
    }
    boolean reads =
        route.at("match").items().stream()
            .allMatch(
                match ->
                    READS.contains(match.walk("method.exact").text().toUpperCase(Locale.ROOT)));
    if (!reads) {
      problems.warning(
          "mirrors-writes",
          route,
          "requests that change something may be copied to the canary and take effect twice",
          "match `method: {exact: GET}`");
    }
  }

  private static String shown(double percent) {
    return percent == Math.rint(percent)
        ? "%.0f %%".formatted(percent)
        : "%s %%".formatted(Double.toString(percent));
  }
}
