package dev.serin.server.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.providers.kayenta.RangeQueries;
import dev.serin.server.kayenta.Execution.Origin;
import dev.serin.server.kayenta.Shelf.Item;
import dev.serin.server.kayenta.Shelf.Kind;
import java.time.Instant;
import java.util.List;

/// An execution that judges once: `/canary`.
final class Canary {
  static final String AD_HOC = "ad-hoc";

  private Canary() {}

  /// An execution as it ended, and what it made.
  ///
  /// @param made the series that it judged, to be kept with it
  record Ended(Item item, List<Item> made) {}

  static Item begun(Origin origin, String configId, Trial trial, Instant now) {
    String id = Execution.id();
    ObjectNode tree = Execution.begun(id, origin, now);
    stages(tree, Execution.RUNNING);
    tree.set("config", trial.config());
    tree.put("canaryConfigId", configId);
    tree.set("canaryExecutionRequest", normal(trial.request()));
    return new Item(
        id,
        Kind.CANARY,
        origin.application(),
        Execution.RUNNING,
        now.toEpochMilli(),
        tree,
        now.toEpochMilli());
  }

  private static void stages(ObjectNode tree, String status) {
    ObjectNode stages = tree.putObject("stageStatus");
    for (String stage : List.of("setupContext", "fetchMetrics", "mixMetrics", "judge")) {
      stages.put(stage, status);
    }
  }

  /// Thresholds are decimals, whatever the client wrote.
  private static JsonNode normal(JsonNode request) {
    ObjectNode copy = request.deepCopy();
    ObjectNode limits = copy.putObject("thresholds");
    limits.put("pass", request.path("thresholds").path("pass").asDouble());
    limits.put("marginal", request.path("thresholds").path("marginal").asDouble());
    return copy;
  }

  static Trial trial(JsonNode tree) {
    return new Trial(tree.path("config"), tree.path("canaryExecutionRequest"));
  }

  /// Carries it to its end.
  static Ended ended(Item item, Trial.Outcome outcome, Instant now) {
    ObjectNode tree = item.tree().deepCopy();
    return switch (outcome) {
      case Trial.Outcome.Judged(var result, var pairs) -> {
        String pairsId = Execution.id();
        stages(tree, Execution.SUCCEEDED);
        tree.set("result", result);
        tree.put("metricSetPairListId", pairsId);
        Execution.end(tree, Execution.SUCCEEDED, now);
        Item made =
            new Item(pairsId, Kind.PAIRS, item.application(), "", now.toEpochMilli(), pairs, null);
        yield new Ended(over(item, tree, Execution.SUCCEEDED), List.of(made));
      }
      case Trial.Outcome.Failed(var why) -> {
        stages(tree, Execution.TERMINAL);
        tree.set("exception", Execution.exception("fetchMetrics", why, now));
        Execution.end(tree, Execution.TERMINAL, now);
        yield new Ended(over(item, tree, Execution.TERMINAL), List.of());
      }
    };
  }

  private static Item over(Item item, ObjectNode tree, String status) {
    return new Item(
        item.id(), item.kind(), item.application(), status, item.createdAt(), tree, null);
  }

  static Trial.Outcome run(Item item, Accounts accounts) {
    String account = Fields.text(item.document(), "metricsAccountName");
    RangeQueries queries = accounts.queries(account);
    return queries == null
        ? new Trial.Outcome.Failed("Unable to resolve account " + account)
        : trial(item.document()).run(queries);
  }
}
