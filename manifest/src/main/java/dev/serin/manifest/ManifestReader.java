package dev.serin.manifest;

import dev.serin.manifest.condition.ConditionError;
import dev.serin.manifest.condition.ExprConditions;
import dev.serin.manifest.rule.AnalysisRules;
import dev.serin.manifest.rule.BackendRules;
import dev.serin.manifest.rule.Catalog;
import dev.serin.manifest.rule.Entry;
import dev.serin.manifest.rule.ExperimentRules;
import dev.serin.manifest.rule.GatewayRules;
import dev.serin.manifest.rule.References;
import dev.serin.manifest.rule.RolloutRules;
import dev.serin.manifest.schema.Kinds;
import dev.serin.manifest.schema.Schema;
import dev.serin.manifest.schema.SchemaCheck;
import dev.serin.manifest.schema.Spelling;
import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Source;
import dev.serin.manifest.tree.TreeReader;
import dev.serin.manifest.tree.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Reads manifests, strictly: fields that are not known, values of the wrong type and all that
/// Argo's controller refuses are errors, and all of them are reported at once.
///
/// Safe for use by several threads.
public final class ManifestReader {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.<Problem>comparingInt(p -> p.place().line())
          .thenComparingInt(p -> p.place().column());

  private final Function<String, Optional<String>> conditions;

  /// A reader that takes conditions for those of [ExprConditions].
  public ManifestReader() {
    this(condition -> ExprConditions.check(condition).map(ManifestReader::said));
  }

  /// A reader that has conditions checked.
  ///
  /// @param conditions says what is wrong with a metric's condition; empty when nothing is
  public ManifestReader(Function<String, Optional<String>> conditions) {
    this.conditions = conditions;
  }

  private static String said(ConditionError error) {
    return "%s (line %d, column %d of the condition)"
        .formatted(error.message(), error.line(), error.column());
  }

  /// Reads the files as one set, whose documents may refer to each other. Never throws: what can
  /// not be read is a problem.
  public Manifests read(List<Source> sources) {
    Problems problems = new Problems();
    Reading reading = new Reading(problems, new AnalysisRules(conditions, problems));
    sources.forEach(source -> TreeReader.read(source, problems).forEach(reading::document));
    reading.references();
    Map<String, Integer> order = new HashMap<>();
    sources.forEach(source -> order.putIfAbsent(source.name(), order.size()));
    List<Problem> sorted =
        problems.list().stream()
            .sorted(
                Comparator.<Problem>comparingInt(p -> order.getOrDefault(p.place().file(), 0))
                    .thenComparing(BY_PLACE))
            .toList();
    return new Manifests(reading.documents, sorted);
  }

  /// One set of files being read.
  private static final class Reading {
    private final Problems problems;
    private final AnalysisRules analyses;
    private final Catalog catalog = new Catalog();
    private final List<Entry> rollouts = new ArrayList<>();
    private final List<Entry> gateways = new ArrayList<>();
    private final Map<String, Entry> seen = new LinkedHashMap<>();
    private final List<Document> documents = new ArrayList<>();

    Reading(Problems problems, AnalysisRules analyses) {
      this.problems = problems;
      this.analyses = analyses;
    }

    void document(Value content) {
      if (!content.type().equals("object")) {
        problems.error(
            "wrong-type",
            content,
            "a manifest must be of type object: \"" + content.type() + "\"",
            "begin with `apiVersion: " + Kinds.ARGO + "` and `kind: Rollout`");
        return;
      }
      Entry entry = Entry.of(content);
      if (entry.kind().equals("List") && entry.apiVersion().equals("v1")) {
        content.at("items").items().forEach(this::document);
        return;
      }
      if (named(entry) && kindKnown(entry)) {
        catalog.add(entry);
        twice(entry);
        read(entry);
      }
    }

    private boolean named(Entry entry) {
      List<String> missing =
          Stream.of("apiVersion", "kind")
              .filter(field -> entry.content().at(field).text().isEmpty())
              .toList();
      for (String field : missing) {
        problems.error(
            "missing-field",
            entry.content().at(field),
            field + ": Required value",
            "say what the document is: `apiVersion: " + Kinds.ARGO + "` and `kind: Rollout`");
      }
      return missing.isEmpty();
    }

    private boolean kindKnown(Entry entry) {
      Map<String, Schema> kinds = Kinds.of(entry.apiVersion());
      if (kinds.containsKey(entry.kind())) {
        return true;
      }
      boolean serin = entry.apiVersion().startsWith("serin.dev/");
      Map<String, Schema> all = new HashMap<>(Kinds.of(Kinds.ARGO));
      all.putAll(Kinds.of(Kinds.SERIN));
      boolean ours = serin || entry.apiVersion().startsWith("argoproj.io/");
      Optional<String> near = Spelling.nearest(entry.kind(), all.keySet());
      if (!ours || (near.isEmpty() && !serin)) {
        return true;
      }
      problems.error(
          "unknown-kind",
          entry.content().at("kind"),
          "no kind \"" + entry.kind() + "\" in version \"" + entry.apiVersion() + "\"",
          near.map(
                  kind ->
                      "write `kind: "
                          + kind
                          + "` and `apiVersion: "
                          + (Kinds.of(Kinds.SERIN).containsKey(kind) ? Kinds.SERIN : Kinds.ARGO)
                          + "`")
              .orElse("Serin's own kinds are Backend and Gateway"));
      return false;
    }

    private void twice(Entry entry) {
      String key =
          String.join("/", entry.apiVersion(), entry.kind(), entry.namespace(), entry.name());
      Entry first = entry.name().isEmpty() ? null : seen.putIfAbsent(key, entry);
      if (first != null) {
        problems.warning(
            "duplicate-document",
            entry.content(),
            entry.kind() + " " + entry.name() + " is also defined at " + first.content().place(),
            "keep one of them, or give them names of their own");
      }
    }

    private void read(Entry entry) {
      Value content = entry.content();
      Schema schema = Kinds.of(entry.apiVersion()).get(entry.kind());
      int before = problems.errors();
      if (schema != null) {
        new SchemaCheck(problems).check(content, schema);
        name(content);
        rules(entry);
      }
      if (problems.errors() == before) {
        documents.add(Mapping.document(entry, schema != null));
      }
    }

    private void name(Value content) {
      Value name = content.walk("metadata.name");
      if (name.text().isBlank() && content.walk("metadata.generateName").text().isBlank()) {
        problems.error(
            "missing-field",
            name,
            "metadata.name: Required value: name or generateName is required",
            "name the document");
      }
    }

    private void rules(Entry entry) {
      Value content = entry.content();
      switch (entry.kind()) {
        case "Rollout" -> {
          RolloutRules.check(content, problems);
          rollouts.add(entry);
        }
        case "AnalysisTemplate", "ClusterAnalysisTemplate" -> analyses.template(content);
        case "AnalysisRun" -> analyses.run(content);
        case "Experiment" -> ExperimentRules.check(content, problems);
        case "Backend" -> BackendRules.check(content, problems);
        case "Gateway" -> {
          GatewayRules.check(content, problems);
          gateways.add(entry);
        }
        default -> throw new IllegalStateException("no rules for kind " + entry.kind());
      }
    }

    void references() {
      rollouts.forEach(rollout -> new References(rollout, catalog, problems).check());
      gateways.forEach(
          gateway -> GatewayRules.references(gateway, catalog, !rollouts.isEmpty(), problems));
    }
  }
}
