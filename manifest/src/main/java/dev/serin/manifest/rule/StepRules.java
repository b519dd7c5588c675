package dev.serin.manifest.rule;

import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.GoDuration;
import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The rules for the steps of a canary.
final class StepRules {
  private static final List<String> KINDS =
      List.of(
          "experiment",
          "pause",
          "setWeight",
          "analysis",
          "setCanaryScale",
          "setHeaderRoute",
          "setMirrorRoute",
          "plugin");
  private static final String ONE_KIND =
      "Step must have one of the following set: experiment, setWeight, setCanaryScale, plugin or"
          + " pause";
  private static final List<String> ARGUMENT = List.of("name", "value", "valueFrom");

  private final Value step;
  private final Value routing;
  private final Problems problems;

  private StepRules(Value step, Value routing, Problems problems) {
    this.step = step;
    this.routing = routing;
    this.problems = problems;
  }

  static void check(Value canary, Problems problems) {
    Value routing = canary.at("trafficRouting");
    for (Value step : canary.at("steps").items()) {
      StepRules rules = new StepRules(step, routing, problems);
      rules.kinds();
      rules.weight();
      rules.pause();
      rules.canaryScale();
      new RouteRules(step, routing, problems).check();
      rules.experiment();
      rules.arguments();
    }
  }

  private void kinds() {
    List<String> exclusive = KINDS.subList(0, 4);
    if (exclusive.stream().filter(kind -> step.at(kind).present()).count() > 1) {
      Claim.spec(problems, step).invalid(kinds(exclusive, true), ONE_KIND, "make them two steps");
    }
    if (KINDS.stream().noneMatch(kind -> step.at(kind).present())) {
      Claim.spec(problems, step)
          .invalid(
              kinds(KINDS, false),
              ONE_KIND,
              "write what the step does, such as `setWeight: 20` or `pause: {}`");
    }
    warnOfTwo();
  }

  /// A weight beside another kind is accepted by Argo, but hides what the step does.
  private void warnOfTwo() {
    List<String> present = KINDS.stream().filter(kind -> step.at(kind).present()).toList();
    if (present.size() > 1 && !KINDS.subList(0, 4).containsAll(present)) {
      problems.warning(
          "step-of-two-kinds",
          step,
          "one step does several things: " + String.join(", ", present),
          "make them steps of their own");
    }
  }

  private String kinds(List<String> kinds, boolean present) {
    return kinds.stream()
        .map(
            kind ->
                "step."
                    + kind.substring(0, 1).toUpperCase(Locale.ROOT)
                    + kind.substring(1)
                    + ": "
                    + (step.at(kind).present() == present))
        .reduce((a, b) -> a + " " + b)
        .map(Claim::quoted)
        .orElseThrow();
  }

  private void weight() {
    Value weight = step.at("setWeight");
    int max = routing.at("maxTrafficWeight").whole(100);
    if (weight.present() && (weight.whole(0) < 0 || weight.whole(0) > max)) {
      Claim.spec(problems, weight)
          .invalid(
              Integer.toString(weight.whole(0)),
              "SetWeight needs to be between 0 and " + max,
              "write a number from 0 to " + max);
    }
  }

  private void pause() {
    Value duration = step.walk("pause.duration");
    String written = duration.scalar();
    if (written == null) {
      return;
    }
    long seconds =
        switch (GoDuration.pause(written)) {
          case Checked.Valid<Duration>(Duration time) -> time.toSeconds();
          case Checked.Invalid<Duration> _ -> -1;
        };
    if (seconds < 0) {
      Claim.spec(problems, duration)
          .invalid(
              Long.toString(seconds),
              "Duration needs to be greater than 0",
              "write seconds (`30`) or a duration in h, m, s (`1h30m`); a day is `24h`");
    }
  }

  private void canaryScale() {
    if (step.at("setCanaryScale").present() && !routing.present()) {
      Claim.spec(problems, routing)
          .required(
              "SetCanaryScale requires TrafficRouting to be set",
              "add trafficRouting, or remove the step at line " + step.place().line());
    }
    for (String size : List.of("replicas", "weight")) {
      Value number = step.walk("setCanaryScale." + size);
      if (number.whole(0) < 0) {
        problems.error(
            "invalid-value",
            number,
            number.path()
                + ": Invalid value: "
                + number.whole(0)
                + ": must be greater than or equal to 0",
            "write 0 or more");
      }
    }
  }

  private void experiment() {
    boolean supported =
        Stream.of("alb", "smi", "istio").anyMatch(router -> routing.at(router).present())
            || !routing.at("plugins").names().isEmpty();
    for (Value template : step.walk("experiment.templates").items()) {
      Value weight = template.at("weight");
      if (weight.present() && !supported) {
        Claim.spec(problems, weight)
            .invalid(
                Integer.toString(weight.whole(0)),
                routing.present()
                    ? "Experiment template weight is only available for TrafficRouting with SMI,"
                        + " ALB, Istio and Plugins at this time"
                    : "Experiment template weight cannot be set unless TrafficRouting is enabled",
                "remove the weight, or use one of these routers");
      }
    }
  }

  private void arguments() {
    List<Value> all = new ArrayList<>();
    step.walk("experiment.analyses").items().forEach(a -> all.addAll(a.at("args").items()));
    all.addAll(step.walk("analysis.args").items());
    for (Value argument : all) {
      Value path = argument.walk("valueFrom.fieldRef.fieldPath");
      if (path.text().startsWith("metadata") && !DownwardPath.valid(path.text())) {
        String shown =
            all.stream().map(a -> a.json(ARGUMENT)).reduce((a, b) -> a + "," + b).orElse("");
        Claim claim = Claim.spec(problems, path);
        claim
            .as(Claim.spec(problems, step).field() + ".analyses")
            .invalid(
                "[" + shown + "]",
                "Analyses arguments must refer to valid object metadata supported by downwardAPI",
                "write metadata.name, metadata.namespace, metadata.uid, metadata.labels['name'] or"
                    + " metadata.annotations['name']");
      }
    }
  }
}
