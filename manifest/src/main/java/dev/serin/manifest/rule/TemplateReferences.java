package dev.serin.manifest.rule;

import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Problem.Severity;
import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The rules for the analysis templates that a rollout refers to.
record TemplateReferences(Entry rollout, Catalog catalog, Problems problems) {

  /// @param complete true when a template that is not given does not exist; it is also so when one
  /// of them is given
  void check(Value strategy, boolean complete) {
    List<Value> analyses = new ArrayList<>();
    strategy.walk("canary.steps").items().forEach(step -> analyses.add(step.at("analysis")));
    analyses.add(strategy.walk("canary.analysis"));
    analyses.add(strategy.walk("blueGreen.prePromotionAnalysis"));
    analyses.add(strategy.walk("blueGreen.postPromotionAnalysis"));
    boolean known =
        complete
            || analyses.stream()
                .flatMap(analysis -> analysis.at("templates").items().stream())
                .anyMatch(ref -> find(ref).isPresent());
    analyses.forEach(analysis -> AnalysisRules.patterns(analysis, problems));
    analyses.stream().filter(Value::present).forEach(analysis -> analysis(analysis, known));
  }

  private Optional<Entry> find(Value ref) {
    String kind = clustered(ref) ? "ClusterAnalysisTemplate" : "AnalysisTemplate";
    return catalog.find(rollout, kind, ref.at("templateName").text());
  }

  private static boolean clustered(Value ref) {
    return ref.at("clusterScope").flag(false);
  }

  private void analysis(Value analysis, boolean complete) {
    Value templates = analysis.at("templates");
    Set<Entry> found = new LinkedHashSet<>();
    boolean all =
        templates.items().stream()
            .map(ref -> resolve(ref, templates, found, complete))
            .reduce(true, Boolean::logicalAnd);
    if (!all || found.isEmpty()) {
      return;
    }
    Optional<String> conflict = together(analysis, found);
    if (conflict.isPresent()) {
      Claim.reference(problems, templates)
          .invalid(
              "\"templateNames: " + names(found) + "\"",
              conflict.get(),
              conflict.get().startsWith("args.")
                  ? "give the argument a value, here or in the template"
                  : "rename one of them");
    } else if (!templates.path().endsWith("canary.analysis.templates")) {
      found.forEach(template -> finite(template, templates));
    }
  }

  private static String names(Set<Entry> templates) {
    return Stream.of("AnalysisTemplate", "ClusterAnalysisTemplate")
        .flatMap(kind -> templates.stream().filter(t -> t.kind().equals(kind)))
        .map(Entry::name)
        .collect(Collectors.joining(" ", "[", "]"));
  }

  /// Finds a template and those that it takes in; false when one is missing.
  private boolean resolve(Value ref, Value list, Set<Entry> found, boolean complete) {
    Optional<Entry> template = find(ref);
    if (template.isEmpty()) {
      missing(ref, list, complete);
      return false;
    }
    boolean all = true;
    if (found.add(template.get())) {
      Value nested = template.get().content().walk("spec.templates");
      for (Value below : nested.items()) {
        all &= resolve(below, nested, found, complete);
      }
    }
    return all;
  }

  private void missing(Value ref, Value list, boolean complete) {
    String name = ref.at("templateName").text();
    String kind = clustered(ref) ? "ClusterAnalysisTemplate" : "AnalysisTemplate";
    String detail = kind + " '" + name + "' not found";
    problems.add(
        new Problem(
            complete ? Severity.ERROR : Severity.WARNING,
            "missing-template",
            ref.path() + ".templateName",
            ref.at("templateName").place(),
            list.path() + ": Invalid value: " + Claim.quoted(name) + ": " + detail,
            complete
                ? "add it to the files, or mend the name"
                : "give the file that holds it too"));
  }

  /// Why the templates can not be run as one, if they can not.
  private static Optional<String> together(Value analysis, Set<Entry> templates) {
    List<Value> specs = templates.stream().map(t -> t.content().at("spec")).toList();
    Optional<String> twice =
        twice(specs, "metrics", "name")
            .map(name -> "two metrics have the same name '" + name + "'");
    List<Value> all = new ArrayList<>(specs);
    all.add(analysis);
    return twice
        .or(
            () ->
                twice(all, "dryRun", "metricName")
                    .map(name -> "two Dry-Run metric rules have the same name '" + name + "'"))
        .or(
            () ->
                twice(all, "measurementRetention", "metricName")
                    .map(
                        name ->
                            "two Measurement Retention metric rules have the same name '"
                                + name
                                + "'"))
        .or(() -> contradiction(specs))
        .or(() -> unresolved(specs, AnalysisRules.names(analysis.at("args"))));
  }

  private static Optional<String> twice(List<Value> specs, String list, String name) {
    Set<String> seen = new LinkedHashSet<>();
    return specs.stream()
        .flatMap(spec -> spec.at(list).items().stream())
        .map(item -> item.at(name).text())
        .filter(text -> !seen.add(text))
        .findFirst();
  }

  private static Optional<String> contradiction(List<Value> specs) {
    Map<String, String> values = new HashMap<>();
    for (Value spec : specs) {
      for (Value arg : spec.at("args").items()) {
        String value = arg.at("value").textOrNull();
        String name = arg.at("name").text();
        String before = value == null ? null : values.put(name, value);
        if (before != null && !before.equals(value)) {
          return Optional.of(
              "Argument `%s` specified multiple times with different values: '%s', '%s'"
                  .formatted(name, before, value));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> unresolved(List<Value> specs, Set<String> given) {
    Set<String> open = new LinkedHashSet<>();
    Set<String> valued = new LinkedHashSet<>(given);
    for (Value spec : specs) {
      for (Value arg : spec.at("args").items()) {
        boolean value = arg.at("value").present() || arg.at("valueFrom").present();
        (value ? valued : open).add(arg.at("name").text());
      }
    }
    open.removeAll(valued);
    return open.stream().findFirst().map(name -> "args." + name + " was not resolved");
  }

  /// An analysis that the rollout waits for must end.
  private void finite(Entry template, Value templates) {
    Value spec = template.content().at("spec");
    Claim claim = Claim.reference(problems, templates);
    String prefix = "AnalysisTemplate " + template.name();
    for (Value arg : spec.at("args").items()) {
      if (arg.at("value").present() && arg.at("valueFrom").present()) {
        claim.invalid(
            Claim.quoted(template.name()),
            prefix + ": arg '" + arg.at("name").text() + "' has both Value and ValueFrom fields",
            "keep one of them");
      }
    }
    for (Tags.Tag tag : Tags.unresolved(spec.at("metrics"), AnalysisRules.names(spec.at("args")))) {
      claim.invalid(
          Claim.quoted(template.name()),
          prefix + ": failed to resolve {{" + tag.name() + "}}",
          "declare the argument in the template's spec.args");
    }
    for (Value metric : spec.at("metrics").items()) {
      String count = metric.at("count").scalar();
      boolean endless = count == null || count.equals("0");
      if (endless && !metric.at("interval").text().isEmpty()) {
        claim.invalid(
            Claim.quoted(template.name()),
            prefix
                + " has metric "
                + metric.at("name").text()
                + " which runs indefinitely. Invalid value for count: "
                + (count == null ? "<nil>" : count),
            "add a count to the metric, or run the analysis in the background");
      }
    }
  }
}
