package dev.serin.manifest.rule;

import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.GoDuration;
import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rules for an experiment: Argo's VerifyExperimentSpec, with all errors instead of the first.
public final class ExperimentRules {
  private static final int DEFAULT_DEADLINE = 600;

  private ExperimentRules() {}

  /// Reports what is wrong with an experiment.
  public static void check(Value experiment, Problems problems) {
    Value spec = experiment.at("spec");
    String name = experiment.walk("metadata.name").text();
    int deadline = spec.at("progressDeadlineSeconds").whole(DEFAULT_DEADLINE);
    Set<String> names = new HashSet<>();
    List<Value> templates = spec.at("templates").items();
    for (int i = 0; i < templates.size(); i++) {
      Value template = templates.get(i);
      selector(template.at("selector"), i, problems);
      Value ready = template.at("minReadySeconds");
      if (ready.whole(0) > deadline) {
        problems.error(
            "invalid-value",
            ready,
            "MinReadySeconds cannot be longer than ProgressDeadlineSeconds. Check template index "
                + i,
            "lower it, or raise progressDeadlineSeconds (600 unless written)");
      }
      Value own = template.at("name");
      if (own.text().isEmpty()) {
        problems.error(
            "missing-field",
            own,
            "Experiment " + name + " has empty template name at index " + i,
            "name it");
      } else if (!names.add(own.text())) {
        problems.error(
            "invalid-value",
            own,
            "Experiment %s has repeated template name '%s' in templates"
                .formatted(name, own.text()),
            "give each template its own name");
      }
    }
    duration(spec.at("duration"), problems);
  }

  private static void selector(Value selector, int index, Problems problems) {
    if (!selector.present()) {
      problems.error(
          "missing-field",
          selector,
          "Rollout has missing field '.Spec.Templates[" + index + "].Selector'",
          "name the labels of the template's pods");
    } else if (selector.at("matchLabels").names().isEmpty()
        && selector.at("matchExpressions").items().isEmpty()) {
      problems.error(
          "invalid-value",
          selector,
          "This experiment is selecting all pods at index "
              + index
              + ". A non-empty selector is required.",
          "name the labels of the template's pods");
    }
  }

  private static void duration(Value duration, Problems problems) {
    if (!duration.text().isEmpty()
        && GoDuration.interval(duration.text()) instanceof Checked.Invalid<?>(String why)) {
      problems.error(
          "invalid-value",
          duration,
          duration.path() + ": Invalid value: " + Claim.quoted(duration.text()) + ": " + why,
          "write a number with a unit: `30s`, `5m`, `1h30m`");
    }
  }
}
