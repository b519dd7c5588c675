package dev.serin.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.serin.server.http.Web;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// What the description of the API says of a response.
final class Description {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

  private final JsonNode document;
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  Description(String document) {
    try {
      this.document = JSON.readTree(document);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// All operations that are described.
  Set<Web.Route> routes() {
    Set<Web.Route> routes = new TreeSet<>(Comparator.comparing(Web.Route::toString));
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          if (METHODS.contains(operation.getKey())) {
                            routes.add(
                                new Web.Route(
                                    operation.getKey().toUpperCase(Locale.ROOT), path.getKey()));
                          }
                        }));
    return routes;
  }

  /// How a response differs from what is described; empty when it does not.
  List<String> problems(String method, HttpResponse<String> response) {
    String path = response.uri().getPath();
    JsonNode operation = operation(method.toLowerCase(Locale.ROOT), path);
    if (operation.isMissingNode()) {
      // What is not described does not exist.
      return response.statusCode() == 404 || response.statusCode() == 405
          ? List.of()
          : List.of(method + " " + path + " is not described");
    }
    JsonNode responses = operation.path("responses");
    String status = Integer.toString(response.statusCode());
    JsonNode described =
        resolved(responses.has(status) ? responses.path(status) : responses.path("default"));
    String name = method + " " + path + " " + status;
    if (described.isMissingNode()) {
      return List.of(name + " is not described");
    }
    List<String> problems = new ArrayList<>();
    described
        .path("headers")
        .fieldNames()
        .forEachRemaining(
            header -> {
              if (response.headers().firstValue(header).isEmpty()) {
                problems.add(name + " has no header " + header);
              }
            });
    problems.addAll(body(name, described.path("content"), response));
    return problems;
  }

  private List<String> body(String name, JsonNode content, HttpResponse<String> response) {
    String type = response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
    if (response.body().isEmpty()) {
      return content.isMissingNode() ? List.of() : List.of(name + " has no body");
    }
    if (!content.has(type)) {
      return List.of(name + ": its type " + type + " is not described");
    }
    if (!type.endsWith("json")) {
      return List.of();
    }
    ObjectNode schema = content.path(type).path("schema").deepCopy();
    schema.set("components", document.path("components"));
    try {
      return schemas.getSchema(schema).validate(JSON.readTree(response.body())).stream()
          .map(Error::toString)
          .map(problem -> name + ": " + problem + " in " + response.body())
          .toList();
    } catch (JsonProcessingException e) {
      return List.of(name + ": " + e.getMessage());
    }
  }

  private JsonNode operation(String method, String path) {
    List<String> parts = List.of(path.split("/", -1));
    return document.path("paths").properties().stream()
        .filter(entry -> matches(List.of(entry.getKey().split("/", -1)), parts))
        .sorted(Comparator.comparing(entry -> entry.getKey().contains("{")))
        .map(entry -> entry.getValue().path(method))
        .findFirst()
        .orElse(JSON.missingNode());
  }

  private static boolean matches(List<String> template, List<String> parts) {
    if (template.size() != parts.size()) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!template.get(i).startsWith("{") && !template.get(i).equals(parts.get(i))) {
        return false;
      }
    }
    return true;
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }
}
