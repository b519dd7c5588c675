package dev.serin.server.kayenta;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.server.access.Role;
import dev.serin.server.http.Parameters;
import dev.serin.server.kayenta.Shelf.Item;
import dev.serin.server.kayenta.Shelf.Kind;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Executions: begun, told of, cancelled.
final class ExecutionRoutes {
  private static final String CANARY = "/canary";
  private static final String ANALYSIS = "/standalone_canary_analysis";
  private static final String ONE = "/{id}";

  private final Shelf shelf;
  private final Accounts accounts;
  private final Bench bench;
  private final InstantSource clock = InstantSource.system();

  ExecutionRoutes(Shelf shelf, Accounts accounts, Bench bench) {
    this.shelf = shelf;
    this.accounts = accounts;
    this.bench = bench;
  }

  void add(Doors routes) {
    routes.post(CANARY, request -> canary(request, null), Role.OPERATOR);
    routes.post(CANARY + ONE, request -> canary(request, config(request)), Role.OPERATOR);
    routes.get(CANARY + "/executions", this::list, Role.VIEWER);
    routes.get(CANARY + ONE, request -> get(request, Kind.CANARY), Role.VIEWER);
    routes.post(ANALYSIS, request -> analysis(request, null), Role.OPERATOR);
    routes.post(ANALYSIS + ONE, request -> analysis(request, config(request)), Role.OPERATOR);
    routes.get(ANALYSIS + ONE, request -> get(request, Kind.ANALYSIS), Role.VIEWER);
    routes.put("/pipelines/{id}/cancel", this::cancel, Role.OPERATOR);
    routes.get("/metricSetPairList/{id}", request -> get(request, Kind.PAIRS), Role.VIEWER);
    routes.get("/judges", ExecutionRoutes::judges, Role.VIEWER);
  }

  private Item config(Context request) {
    return Requests.config(shelf, request.pathParam("id"));
  }

  private void canary(Context request, @Nullable Item config) {
    Trial trial = Requests.trial(Requests.body(request), config);
    trial.check();
    Item item =
        Canary.begun(
            Requests.origin(request, accounts),
            config == null ? Canary.AD_HOC : config.id(),
            trial,
            clock.instant());
    begin(request, item, "canaryExecutionId");
  }

  private void analysis(Context request, @Nullable Item config) {
    Trial trial = Requests.trial(Requests.body(request), config);
    Trial.checkThresholds(trial.request());
    if (trial.parsed().metrics().isEmpty()) {
      throw Wrong.request(
          "The canary config must specify at least one metric. Otherwise we're not analyzing"
              + " anything. :)");
    }
    Item item =
        Analysis.begun(
            Requests.origin(request, accounts),
            config == null ? null : config.id(),
            trial,
            clock.instant());
    begin(request, item, "canaryAnalysisExecutionId");
  }

  private void begin(Context request, Item item, String name) {
    shelf.add(item);
    bench.look();
    Requests.send(request, Shelf.JSON.createObjectNode().put(name, item.id()));
  }

  private void get(Context request, Kind kind) {
    String id = request.pathParam("id");
    Optional<Item> found = shelf.find(Set.of(kind), id);
    if (found.isEmpty()) {
      throw Wrong.unknown(
          kind == Kind.ANALYSIS ? "No pipeline found for " + id : "No such object named " + id);
    }
    Requests.send(request, found.get().document());
  }

  private void list(Context request) {
    int limit = Parameters.limit(request, 1000, 20);
    int page = (int) Parameters.number(request, "page", new Parameters.Range(1, 1000), 1);
    String application = Requests.query(request, "application");
    if (application.isEmpty()) {
      throw Wrong.request("Required parameter 'application' is not present.");
    }
    List<String> statuses = List.of(Requests.query(request, "statuses").split(",", -1));
    ArrayNode all = Shelf.JSON.createArrayNode();
    shelf.list(Kind.CANARY, application).stream()
        .filter(item -> statuses.contains("") || statuses.contains(item.status()))
        .skip((long) limit * (page - 1))
        .limit(limit)
        .forEach(item -> all.add(item.document()));
    Requests.send(request, all);
  }

  private void cancel(Context request) {
    String id = request.pathParam("id");
    Item item =
        shelf
            .find(Set.of(Kind.CANARY, Kind.ANALYSIS), id)
            .orElseThrow(() -> Wrong.unknown("No pipeline found for " + id));
    ObjectNode tree = item.tree().deepCopy();
    Execution.end(tree, Execution.CANCELED, clock.instant());
    if (item.kind() == Kind.ANALYSIS) {
      tree.put("executionStatus", Execution.upper(Execution.CANCELED));
    }
    Item canceled =
        new Item(
            id, item.kind(), item.application(), Execution.CANCELED, item.createdAt(), tree, null);
    if (!shelf.progress(canceled, List.of())) {
      throw Wrong.request("execution " + id + " is over already");
    }
    request.status(204);
  }

  private static void judges(Context request) {
    ArrayNode judges = Shelf.JSON.createArrayNode();
    judges.addObject().put("name", dev.serin.judge.kayenta.NetflixJudge.NAME).put("visible", true);
    Requests.send(request, judges);
  }
}
