package dev.serin.server.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.server.kayenta.Execution.Origin;
import dev.serin.server.kayenta.Shelf.Item;
import dev.serin.server.kayenta.Shelf.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An execution that judges again and again: `/standalone_canary_analysis`. All that it needs to go
/// on is in its document, so that it survives a restart between two judgements.
final class Analysis {
  private static final String SETUP = "setupAndExecuteCanariesStage";
  private static final String SETUP_NAME =
      "Sets up and executes the wait, run and monitor canary task chain.";
  private static final String AGGREGATE = "generateCanaryAnalysisResultStage";
  private static final String AGGREGATE_NAME =
      "Aggregates and evaluates the canary executions and generates the final results.";
  private static final int FEW = 50;

  private final Item item;
  private final ObjectNode tree;
  private final ArrayNode results;

  private Analysis(Item item) {
    this.item = item;
    this.tree = item.tree().deepCopy();
    this.results =
        (ArrayNode) tree.path("canaryAnalysisExecutionResult").path("canaryExecutionResults");
  }

  static Item begun(Origin origin, @Nullable String configId, Trial trial, Instant now) {
    String id = Execution.id();
    ObjectNode tree = Execution.begun(id, origin, now);
    tree.put("user", origin.user());
    tree.put("executionStatus", Execution.upper(Execution.RUNNING));
    tree.putArray("stageStatus");
    ObjectNode result = tree.putObject("canaryAnalysisExecutionResult");
    result.put("didPassThresholds", false);
    result.put("hasWarnings", false);
    result.put("canaryScoreMessage", "");
    result.putArray("canaryScores");
    result.putArray("canaryExecutionResults");
    tree.set("canaryAnalysisExecutionRequest", Windows.normal(trial.request()));
    tree.set("canaryConfig", trial.config());
    if (configId != null) {
      tree.put("canaryConfigId", configId);
    }
    Windows windows = Windows.of(tree.path("canaryAnalysisExecutionRequest"), now);
    long due = windows.problem().isEmpty() ? windows.due(1).toEpochMilli() : now.toEpochMilli();
    return new Item(
        id, Kind.ANALYSIS, origin.application(), Execution.RUNNING, now.toEpochMilli(), tree, due);
  }

  /// Carries it on by one judgement.
  ///
  /// @return it as it is then, and what it made
  static Canary.Ended step(Item item, Accounts accounts, Instant now) {
    return new Analysis(item).step(accounts, now);
  }

  private Canary.Ended step(Accounts accounts, Instant now) {
    JsonNode request = tree.path("canaryAnalysisExecutionRequest");
    Windows windows = Windows.of(request, Instant.ofEpochMilli(item.createdAt()));
    if (!windows.problem().isEmpty()) {
      return failed(windows.problem(), now);
    }
    int number = results.size() + 1;
    Trial trial = new Trial(tree.path("canaryConfig"), windows.request(number));
    Item canary = Canary.begun(origin(), configId(), trial, now);
    Canary.Ended ended = Canary.ended(canary, Canary.run(canary, accounts), Instant.now());
    List<Item> made = new ArrayList<>(ended.made());
    made.add(ended.item());
    results.add(result(ended.item(), windows, number));
    boolean last = number == windows.judgements();
    boolean on = passes(ended.item()) && !last;
    return on
        ? new Canary.Ended(goesOn(windows.due(number + 1)), made)
        : new Canary.Ended(over(ended.item()), made);
  }

  private Origin origin() {
    return new Origin(
        item.application(),
        item.id(),
        Fields.text(tree, "user"),
        Fields.text(tree, "metricsAccountName"),
        Fields.text(tree, "storageAccountName"),
        Fields.text(tree, "configurationAccountName"));
  }

  private String configId() {
    String id = Execution.configId(tree);
    return id == null ? Canary.AD_HOC : id;
  }

  /// A judgement that is not above the marginal score ends it all.
  private boolean passes(Item canary) {
    return canary.status().equals(Execution.SUCCEEDED) && score(canary.document()) > marginal();
  }

  private static double score(JsonNode canary) {
    return canary.path("result").path("judgeResult").path("score").path("score").asDouble();
  }

  private double marginal() {
    return thresholds().path("marginal").asDouble();
  }

  private JsonNode thresholds() {
    return tree.path("canaryAnalysisExecutionRequest").path("thresholds");
  }

  private static ObjectNode result(Item canary, Windows windows, int number) {
    JsonNode from = canary.document();
    ObjectNode result = Shelf.JSON.createObjectNode();
    result.put("executionId", canary.id());
    result.put("executionStatus", Execution.upper(canary.status()));
    for (String field : List.of("exception", "result")) {
      if (from.has(field)) {
        result.set(field, from.path(field));
      }
    }
    // Kayenta tells the baseline's window.
    Times.put(result, "judgementStartTime", windows.controlStart(number));
    Times.put(result, "judgementEndTime", windows.controlEnd(number));
    ArrayNode warnings = result.putArray("warnings");
    if (fewPoints(from)) {
      warnings.add(
          "One of the metrics returned fewer than 50 data points, which can reduce confidence in"
              + " the final canary score.");
    }
    for (String field :
        List.of(
            "metricSetPairListId",
            "buildTimeMillis",
            "buildTimeIso",
            "startTimeMillis",
            "startTimeIso",
            "endTimeMillis",
            "endTimeIso",
            "storageAccountName")) {
      if (from.has(field)) {
        result.set(field, from.path(field));
      }
    }
    return result;
  }

  private static boolean fewPoints(JsonNode canary) {
    for (JsonNode metric : canary.path("result").path("judgeResult").path("results")) {
      if (metric.path("controlMetadata").path("stats").path("count").asInt() < FEW) {
        return true;
      }
    }
    return false;
  }

  private Item goesOn(Instant due) {
    stages(Execution.RUNNING, Execution.RUNNING);
    summarise("");
    return with(Execution.RUNNING, due.toEpochMilli());
  }

  private Item over(Item last) {
    double score = score(last.document());
    double pass = thresholds().path("pass").asDouble();
    boolean judged = last.status().equals(Execution.SUCCEEDED);
    String status = passes(last) ? Execution.SUCCEEDED : Execution.TERMINAL;
    summarise(
        !judged
            ? "There were no successful canary judgements to aggregate"
            : score <= marginal()
                ? "Final canary score " + score + " is not above the marginal score threshold."
                : score < pass
                    ? "Final canary score " + score + " is below the pass score threshold."
                    : "Final canary score " + score + " met or exceeded the pass score threshold.");
    ObjectNode result = (ObjectNode) tree.path("canaryAnalysisExecutionResult");
    result.put("didPassThresholds", judged && score > marginal() && score >= pass);
    stages(status, judged ? Execution.SUCCEEDED : Execution.TERMINAL);
    if (last.document().has("exception")) {
      tree.set("exception", last.document().path("exception"));
    }
    return ended(status);
  }

  private Canary.Ended failed(String why, Instant now) {
    summarise("There were no successful canary judgements to aggregate");
    stages(Execution.TERMINAL, Execution.TERMINAL);
    tree.set("exception", Execution.exception(SETUP_NAME, why, now));
    return new Canary.Ended(ended(Execution.TERMINAL), List.of());
  }

  private Item ended(String status) {
    Execution.end(tree, status, Instant.now());
    tree.put("executionStatus", Execution.upper(status));
    return with(status, null);
  }

  private Item with(String status, @Nullable Long due) {
    return new Item(
        item.id(), item.kind(), item.application(), status, item.createdAt(), tree, due);
  }

  private void summarise(String message) {
    ObjectNode result = (ObjectNode) tree.path("canaryAnalysisExecutionResult");
    ArrayNode scores = Shelf.JSON.createArrayNode();
    boolean warned = false;
    for (JsonNode one : results) {
      if (one.has("result")) {
        scores.add(score(one));
      }
      warned |= !one.path("warnings").isEmpty();
    }
    result.put("hasWarnings", warned);
    result.put("canaryScoreMessage", message);
    result.set("canaryScores", scores);
  }

  private void stages(String setup, String aggregate) {
    ArrayNode stages = tree.putArray("stageStatus");
    for (int i = 0; i < results.size(); i++) {
      boolean last = i == results.size() - 1;
      String status = last && setup.equals(Execution.TERMINAL) ? setup : Execution.SUCCEEDED;
      stage(stages, "runCanary", "Run Canary #" + (i + 1), status)
          .put("executionId", results.get(i).path("executionId").asText());
    }
    stage(stages, SETUP, SETUP_NAME, setup);
    stage(
        stages,
        AGGREGATE,
        AGGREGATE_NAME,
        aggregate.equals(Execution.RUNNING) ? "not_started" : aggregate);
  }

  private static ObjectNode stage(ArrayNode stages, String type, String name, String status) {
    return stages
        .addObject()
        .put("type", type)
        .put("name", name)
        .put("status", Execution.upper(status));
  }
}
