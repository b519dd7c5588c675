package dev.serin.server.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.server.access.Role;
import dev.serin.server.kayenta.Shelf.Item;
import dev.serin.server.kayenta.Shelf.Kind;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Canary configs that are kept, so that requests can name them.
final class ConfigRoutes {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

  private final Shelf shelf;
  private final InstantSource clock = InstantSource.system();

  ConfigRoutes(Shelf shelf) {
    this.shelf = shelf;
  }

  void add(Doors routes) {
    String one = "/canaryConfig/{id}";
    routes.get("/canaryConfig", this::list, Role.VIEWER);
    routes.post("/canaryConfig", this::create, Role.OPERATOR);
    routes.get(one, this::get, Role.VIEWER);
    routes.put(one, this::update, Role.OPERATOR);
    routes.delete(one, this::delete, Role.OPERATOR);
  }

  private void list(Context request) {
    String application = Requests.query(request, "application");
    ArrayNode all = Shelf.JSON.createArrayNode();
    for (Item item : shelf.list(Kind.CONFIG, "")) {
      JsonNode config = item.document();
      if (application.isEmpty() || applications(config).contains(application)) {
        ObjectNode told = all.addObject();
        for (String field :
            new String[] {
              "updatedTimestampIso", "name", "id", "updatedTimestamp", "applications"
            }) {
          told.set(field, config.path(field));
        }
      }
    }
    Requests.send(request, all);
  }

  private static Set<String> applications(JsonNode config) {
    Set<String> all = new HashSet<>();
    config.path("applications").forEach(one -> all.add(one.asText()));
    return all;
  }

  private void create(Context request) {
    ObjectNode config = checked(Requests.body(request));
    String said = Fields.text(config, "id");
    String id = said.isEmpty() ? Execution.id() : said;
    String name = Fields.text(config, "name");
    for (Item other : shelf.list(Kind.CONFIG, "")) {
      boolean same =
          Fields.text(other.document(), "name").equals(name)
              && applications(other.document()).stream().anyMatch(applications(config)::contains);
      if (same || other.id().equals(id)) {
        throw Wrong.request("Canary config '" + other.id() + "' already exists.");
      }
    }
    Instant now = clock.instant();
    shelf.add(item(id, stamped(config, id, now, now), now));
    Requests.send(request, Shelf.JSON.createObjectNode().put("canaryConfigId", id));
  }

  private static Item item(String id, ObjectNode config, Instant now) {
    return new Item(id, Kind.CONFIG, "", "", now.toEpochMilli(), config, null);
  }

  private static ObjectNode stamped(ObjectNode config, String id, Instant made, Instant changed) {
    ObjectNode stamped = Shelf.JSON.createObjectNode();
    stamped.put("createdTimestamp", made.toEpochMilli());
    stamped.put("updatedTimestamp", changed.toEpochMilli());
    stamped.put("createdTimestampIso", Instant.ofEpochMilli(made.toEpochMilli()).toString());
    stamped.put("updatedTimestampIso", Instant.ofEpochMilli(changed.toEpochMilli()).toString());
    for (Map.Entry<String, JsonNode> field : config.properties()) {
      if (!stamped.has(field.getKey()) && !field.getValue().isNull()) {
        stamped.set(field.getKey(), field.getValue());
      }
    }
    stamped.put("id", id);
    return stamped;
  }

  private static ObjectNode checked(ObjectNode config) {
    String name = Fields.text(config, "name");
    if (name.isEmpty()) {
      throw Wrong.request("Canary config must specify a name.");
    }
    if (!NAME.matcher(name).matches()) {
      throw Wrong.request(
          "Canary config cannot be named '"
              + name
              + "'. Names must contain only letters, numbers, dashes (-) and underscores (_).");
    }
    if (applications(config).isEmpty()) {
      throw Wrong.request("Canary config must specify at least one application.");
    }
    Set<String> names = new HashSet<>();
    for (JsonNode metric : config.path("metrics")) {
      String one = Fields.text(metric, "name");
      if (one.isEmpty()) {
        throw Wrong.request("Metric config must specify a name.");
      }
      if (!names.add(one)) {
        throw Wrong.request("Metric config name must be unique. '" + one + "' is duplicated.");
      }
    }
    return config;
  }

  private void get(Context request) {
    Requests.send(request, Requests.config(shelf, request.pathParam("id")).document());
  }

  private void update(Context request) {
    Item before = Requests.config(shelf, request.pathParam("id"));
    ObjectNode config = checked(Requests.body(request));
    Instant made = Instant.ofEpochMilli(before.createdAt());
    shelf.replace(item(before.id(), stamped(config, before.id(), made, clock.instant()), made));
    Requests.send(request, Shelf.JSON.createObjectNode().put("canaryConfigId", before.id()));
  }

  private void delete(Context request) {
    String id = request.pathParam("id");
    if (!shelf.delete(Kind.CONFIG, id)) {
      throw Wrong.unknown("No such object named " + id);
    }
    request.status(204);
  }
}
