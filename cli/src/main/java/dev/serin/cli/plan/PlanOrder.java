package dev.serin.cli.plan;

import dev.serin.cli.console.Fields;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.Output;
import dev.serin.cli.manifest.ManifestFiles;
import dev.serin.cli.manifest.Review;
import dev.serin.judge.planning.Risk;
import dev.serin.manifest.Document.RolloutDocument;
import dev.serin.manifest.Manifests;
import dev.serin.manifest.tree.Problem;
import dev.serin.server.Refusal;
import dev.serin.server.manifest.Reader;
import dev.serin.server.plan.Leg;
import dev.serin.server.plan.Legs;
import dev.serin.server.plan.Plan;
import dev.serin.server.plan.PlanTerms;
import dev.serin.server.plan.Row;
import dev.serin.server.plan.Shares;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Works plans out.
///
/// @param rpsSaid false when each line of a batch must say its requests per second
/// @param users who use the service; empty when nobody said
public record PlanOrder(PlanTerms terms, boolean rpsSaid, OptionalLong users) {
  /// The plans of all rollouts in manifests.
  ///
  /// @return lines
  /// @throws Refusal when the manifests have an error, or hold no rollout
  public List<String> plans(List<Path> paths, Output output) {
    List<RolloutDocument> all = rollouts(paths);
    return all.stream()
        .flatMap(
            rollout -> {
              if (all.size() > 1 && !Legs.has(rollout)) {
                return output == Output.TEXT ? Stream.of(Legs.none(rollout)) : Stream.empty();
              }
              var report = new Report(Plan.of(rollout, terms, users));
              return switch (output) {
                case TEXT -> report.text().stream();
                case JSON -> Stream.of(report.json());
              };
            })
        .toList();
  }

  /// Works one step out.
  ///
  /// @param line `{id, weight, rps, seconds, baselineErrors, ...}`; what is missing is as in the
  ///     terms
  /// @return `{id, canaryRequests, ...}`, or `{id, error}`
  public String line(String line) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", Fields.id(line));
    try {
      tree.putAll(answer(Fields.of(line)));
    } catch (IllegalArgumentException e) {
      tree.put("error", String.valueOf(e.getMessage()));
    }
    return Json.line(tree);
  }

  private Map<String, Object> answer(Fields fields) {
    fields.only(
        "id",
        "weight",
        "rps",
        "seconds",
        "baselineErrors",
        "margin",
        "alpha",
        "power",
        "minimumRequests",
        "nextWeight",
        "requestsBefore",
        "slo",
        "worst");
    double weight = fields.number("weight");
    if (!(weight >= 0 && weight <= 100)) {
      throw fields.wrong("weight", "a percentage from 0 to 100");
    }
    double seconds = fields.number("seconds");
    if (!(seconds >= 0)) {
      throw fields.wrong("seconds", "0 or more");
    }
    PlanTerms own = terms(fields);
    var leg = new Leg(1, weight / 100, seconds, false, fields.number("nextWeight", 100) / 100);
    Row row = Row.of(leg, fields.number("requestsBefore", 0), own);
    return Plan.answer(row, own.baselineErrors());
  }

  private PlanTerms terms(Fields fields) {
    PlanTerms.Budget budget = terms.budget();
    return new PlanTerms(
        rpsSaid ? fields.number("rps", terms.rps()) : fields.number("rps"),
        fields.number("baselineErrors", terms.baselineErrors()),
        fields.has("margin") ? Shares.margin(fields.text("margin")) : terms.margin(),
        new Risk(
            fields.number("alpha", terms.risk().alpha()),
            fields.number("power", terms.risk().power())),
        fields.number("minimumRequests", terms.minimumRequests()),
        new PlanTerms.Budget(
            fields.number("slo", budget.slo()),
            budget.windowSeconds(),
            fields.number("worst", budget.worst()),
            budget.rollbackSeconds()));
  }

  private static List<RolloutDocument> rollouts(List<Path> paths) {
    ManifestFiles files = ManifestFiles.read(paths);
    Manifests manifests = Reader.read(files.sources());
    String errors =
        Stream.concat(files.problems().stream(), manifests.problems().stream())
            .filter(Problem::error)
            .map(Review::line)
            .collect(Collectors.joining("\n"));
    if (!errors.isEmpty()) {
      throw new Refusal("the manifests have errors:\n" + errors);
    }
    if (manifests.rollouts().isEmpty()) {
      throw new Refusal("the manifests hold no Rollout (kind: Rollout); add its file");
    }
    return manifests.rollouts();
  }
}
