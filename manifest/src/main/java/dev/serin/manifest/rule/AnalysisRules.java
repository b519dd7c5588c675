package dev.serin.manifest.rule;

import com.google.re2j.Pattern;
import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.MetricRule;
import dev.serin.manifest.condition.Patterns;
import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Problem.Severity;
import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// The rules for analysis runs and templates by themselves.
public final class AnalysisRules {
  private final Function<String, Optional<String>> conditions;
  private final Problems problems;

  /// @param conditions says what is wrong with a condition, if anything is
  public AnalysisRules(Function<String, Optional<String>> conditions, Problems problems) {
    this.conditions = conditions;
    this.problems = problems;
  }

  /// Reports why a run could not start.
  public void run(Value run) {
    Value spec = run.at("spec");
    Value metrics = spec.at("metrics");
    if (metrics.present() && metrics.items().isEmpty()) {
      problems.error(
          "missing-field",
          metrics,
          "Analysis spec invalid: no metrics specified",
          "list what to measure");
    }
    for (Value argument : spec.at("args").items()) {
      if (!argument.at("value").present() && !argument.at("valueFrom").present()) {
        problems.error(
            "missing-field",
            argument,
            "Unable to resolve metric arguments: argument \""
                + argument.at("name").text()
                + "\" was not supplied",
            "add its value");
      }
    }
    unresolved(spec, "Unable to resolve metric arguments: ", Severity.ERROR);
    MetricRules.check(metrics, "Analysis spec invalid: ", problems);
    parts(spec);
  }

  /// Reports why no run could be made from a template.
  public void template(Value template) {
    Value spec = template.at("spec");
    if (spec.at("metrics").items().isEmpty() && spec.at("templates").items().isEmpty()) {
      problems.error(
          "missing-field",
          spec.at("metrics"),
          "spec.metrics: no metrics specified",
          "list what to measure, or name other templates");
    }
    unresolved(spec, "", Severity.WARNING);
    MetricRules.check(spec.at("metrics"), "spec.", problems);
    parts(spec);
  }

  /// A template may be run together with another that declares the argument, so for templates this
  /// is no error.
  private void unresolved(Value spec, String prefix, Severity severity) {
    for (Tags.Tag tag : Tags.unresolved(spec.at("metrics"), names(spec.at("args")))) {
      problems.add(
          new Problem(
              severity,
              "unknown-argument",
              tag.at().path(),
              tag.at().place(),
              prefix + "failed to resolve {{" + tag.name() + "}}",
              "declare the argument in spec.args, or mend its name"));
    }
  }

  private void parts(Value spec) {
    for (Value metric : spec.at("metrics").items()) {
      condition(metric.at("successCondition"));
      condition(metric.at("failureCondition"));
    }
    patterns(spec, problems);
  }

  private void condition(Value condition) {
    if (condition.text().isEmpty() || condition.text().contains("{{")) {
      return;
    }
    conditions
        .apply(condition.text())
        .ifPresent(
            why ->
                problems.error(
                    "invalid-condition",
                    condition,
                    condition.path() + ": " + why,
                    "conditions are written in the language of expr, such as `result[0] >= 0.95`"));
  }

  /// Checks the expressions by which a rollout's analysis, a template or a run names metrics.
  static void patterns(Value analysis, Problems problems) {
    Stream.of("dryRun", "measurementRetention")
        .flatMap(rules -> analysis.at(rules).items().stream())
        .map(rule -> rule.at("metricName"))
        .forEach(name -> pattern(name, problems));
  }

  private static void pattern(Value name, Problems problems) {
    Optional<String> wrong =
        switch (Patterns.checked(name.text())) {
          case Checked.Invalid<Pattern>(String why) -> Optional.of("no regular expression: " + why);
          case Checked.Valid<Pattern> _ -> new MetricRule.DryRun(name.text()).error();
        };
    wrong.ifPresent(
        why ->
            Claim.reference(problems, name)
                .invalid(
                    Claim.quoted(name.text()),
                    why,
                    name.text().equals("*")
                        ? "write `.*` for all metrics"
                        : "write a regular expression"));
  }

  static Set<String> names(Value args) {
    List<String> all = args.items().stream().map(arg -> arg.at("name").text()).toList();
    return new HashSet<>(all);
  }
}
