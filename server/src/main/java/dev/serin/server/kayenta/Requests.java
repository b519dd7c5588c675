package dev.serin.server.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.server.access.Principal;
import dev.serin.server.http.Json;
import dev.serin.server.http.Parameters;
import dev.serin.server.kayenta.Execution.Origin;
import dev.serin.server.kayenta.Shelf.Item;
import dev.serin.server.kayenta.Shelf.Kind;
import io.javalin.http.Context;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What Kayenta's requests have in common.
final class Requests {
  private Requests() {}

  static String query(Context request, String name) {
    return Parameters.text(request, name);
  }

  static ObjectNode body(Context request) {
    return Json.read(request.body(), ObjectNode.class);
  }

  static void send(Context request, JsonNode answer) {
    request.result(answer.toString());
  }

  /// A config that is kept.
  static Item config(Shelf shelf, String id) {
    return shelf
        .find(Set.of(Kind.CONFIG), id)
        .orElseThrow(() -> Wrong.unknown("No such object named " + id));
  }

  /// Who asks, and where things are.
  static Origin origin(Context request, Accounts accounts) {
    return new Origin(
        query(request, "application"),
        query(request, "parentPipelineExecutionId"),
        user(request),
        accounts.resolve(query(request, "metricsAccountName")),
        query(request, "storageAccountName"),
        query(request, "configurationAccountName"));
  }

  /// Who asks: whoever is logged in, whatever the request says of it.
  private static String user(Context request) {
    Principal caller = Principal.of(request);
    String said = query(request, "user");
    return caller.isLocal() && !said.isEmpty() ? said : caller.name();
  }

  /// What is asked for: with a kept config the body is the request, else it holds both.
  ///
  /// @param config null when the body holds it
  static Trial trial(ObjectNode body, @Nullable Item config) {
    if (config != null) {
      return new Trial(config.document(), body);
    }
    JsonNode request = body.path("executionRequest");
    if (!request.isObject()) {
      throw Wrong.request("the body must hold canaryConfig and executionRequest");
    }
    return new Trial(body.path("canaryConfig"), request);
  }
}
