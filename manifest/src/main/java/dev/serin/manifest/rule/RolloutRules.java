package dev.serin.manifest.rule;

import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// The rules for a rollout by itself: Argo's ValidateRollout, with all errors instead of the first.
public final class RolloutRules {
  private static final int DEFAULT_DEADLINE = 600;
  private static final int DEFAULT_HISTORY = 10;

  private final Value spec;
  private final Problems problems;

  private RolloutRules(Value spec, Problems problems) {
    this.spec = spec;
    this.problems = problems;
  }

  /// Reports what is wrong with a rollout.
  public static void check(Value rollout, Problems problems) {
    RolloutRules rules = new RolloutRules(rollout.at("spec"), problems);
    rules.notNegative("replicas");
    rules.selectorAndTemplate();
    rules.notNegative("minReadySeconds");
    rules.notNegative("revisionHistoryLimit");
    rules.notNegative("progressDeadlineSeconds");
    rules.deadline();
    rules.strategy();
  }

  private void notNegative(String name) {
    OptionalLong number = spec.at(name).whole();
    if (number.isPresent() && number.getAsLong() < 0) {
      Claim.spec(problems, spec.at(name))
          .invalid(
              Long.toString(number.getAsLong()),
              "must be greater than or equal to 0",
              "write 0 or more");
    }
  }

  private void selectorAndTemplate() {
    Value selector = spec.at("selector");
    if (spec.at("workloadRef").present()) {
      if (spec.at("template").present()) {
        problems.warning(
            "template-ignored",
            spec.key("template"),
            "the pod template of the referenced workload is used, and this one is not",
            "remove `template`");
      }
      return;
    }
    if (namesNoPods()) {
      if (selector.present()) {
        Labels.check(selector, problems);
      }
      problems.info(
          "no-pod-template",
          spec.key("template"),
          "no pods are described: this rollout runs outside Kubernetes only",
          "describe them in spec.template, and spec.selector, to run it in Kubernetes as well");
      return;
    }
    if (!selector.present()) {
      Claim.spec(problems, selector)
          .required(
              "Rollout has missing field '.spec.selector'",
              "name the labels of the pods, such as `selector: {matchLabels: {app: my-app}}`");
    }
    boolean usable = !selector.present() || Labels.check(selector, problems);
    template(spec.at("template"), usable ? selector : selector.at("none"));
  }

  /// A pod template that is written and empty, or neither that nor a selector: the plan is for a
  /// service that does not run in pods.
  private boolean namesNoPods() {
    Value template = spec.at("template");
    return !template.present() && (template.written() || !spec.at("selector").present());
  }

  private void template(Value template, Value selector) {
    Value labels = template.walk("metadata.labels");
    if (selector.present() && !Labels.matches(selector, labels.texts())) {
      Claim.spec(problems, labels)
          .invalid(
              labels.json(List.of()),
              "`selector` does not match template `labels`",
              "give the pods the labels of spec.selector");
    }
    Value containers = template.walk("spec.containers");
    if (containers.items().isEmpty()) {
      Claim.spec(problems, containers)
          .required(
              "",
              "describe the service's container; outside Kubernetes leave spec.template and"
                  + " spec.selector out");
    }
    containers(containers);
    Value restart = template.walk("spec.restartPolicy");
    if (!restart.text().isEmpty() && !restart.text().equals("Always")) {
      problems.error(
          "invalid-value",
          restart,
          restart.path()
              + ": Unsupported value: "
              + Claim.quoted(restart.text())
              + ": supported values: \"Always\"",
          "remove it, or write Always");
    }
  }

  private void containers(Value containers) {
    Set<String> names = new HashSet<>();
    for (Value container : containers.items()) {
      for (String field : List.of("name", "image")) {
        if (container.at(field).text().isEmpty()) {
          Claim.spec(problems, container.at(field)).required("", "name the container's " + field);
        }
      }
      String name = container.at("name").text();
      if (!name.isEmpty() && !names.add(name)) {
        problems.error(
            "invalid-value",
            container.at("name"),
            container.at("name").path() + ": Duplicate value: " + Claim.quoted(name),
            "give each container its own name");
      }
    }
  }

  private void deadline() {
    int deadline = spec.at("progressDeadlineSeconds").whole(DEFAULT_DEADLINE);
    if (deadline <= spec.at("minReadySeconds").whole(0)) {
      Claim.spec(problems, spec.at("progressDeadlineSeconds"))
          .invalid(
              Integer.toString(deadline),
              "must be greater than minReadySeconds",
              "raise progressDeadlineSeconds (600 unless written), or lower minReadySeconds");
    }
  }

  private void strategy() {
    Value strategy = spec.at("strategy");
    boolean canary = strategy.at("canary").present();
    boolean blueGreen = strategy.at("blueGreen").present();
    Claim claim = Claim.spec(problems, strategy).as("spec.strategy.strategy");
    if (!canary && !blueGreen) {
      claim.required(
          "Rollout has missing field '.spec.strategy.canary or .spec.strategy.blueGreen'",
          "write `canary: {}` or `blueGreen: {activeService: ...}`");
    } else if (canary && blueGreen) {
      claim.invalid(
          "\"blueGreen: true canary: true\"",
          "Multiple Strategies can not be listed",
          "keep one of them");
    } else if (canary) {
      CanaryRules.check(strategy.at("canary"), problems);
    } else {
      blueGreen(strategy.at("blueGreen"));
    }
  }

  private void blueGreen(Value blueGreen) {
    Value active = blueGreen.at("activeService");
    if (active.text().equals(blueGreen.at("previewService").text())) {
      Claim.spec(problems, active)
          .invalid(
              Claim.quoted(active.text()),
              "This rollout uses the same service for the active and preview services, but two"
                  + " different services are required.",
              "name another previewService, or none");
    }
    Value limit = blueGreen.at("scaleDownDelayRevisionLimit");
    if (limit.present()
        && spec.at("revisionHistoryLimit").whole(DEFAULT_HISTORY) < limit.whole(0)) {
      Claim.spec(problems, limit)
          .invalid(
              Integer.toString(limit.whole(0)),
              "This rollout's revision history limit can not be smaller than the rollout's scale"
                  + " down limit",
              "raise revisionHistoryLimit (10 unless written), or lower this");
    }
    AntiAffinityRules.check(blueGreen.at("antiAffinity"), problems);
  }
}
