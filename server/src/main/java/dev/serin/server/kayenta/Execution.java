package dev.serin.server.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What all executions tell of themselves.
final class Execution {
  static final String RUNNING = "running";
  static final String SUCCEEDED = "succeeded";
  static final String TERMINAL = "terminal";
  static final String CANCELED = "canceled";

  private Execution() {}

  /// Who asks, and where things are, as the query of a request says.
  ///
  /// @param metrics the account whose series are judged
  record Origin(
      String application,
      String parent,
      String user,
      String metrics,
      String storage,
      String config) {}

  static String id() {
    return UUID.randomUUID().toString();
  }

  static ObjectNode begun(String id, Origin origin, Instant now) {
    ObjectNode tree = Shelf.JSON.createObjectNode();
    tree.put("application", origin.application());
    if (!origin.parent().isEmpty()) {
      tree.put("parentPipelineExecutionId", origin.parent());
    }
    tree.put("pipelineId", id);
    tree.put("complete", false);
    tree.put("status", RUNNING);
    Times.put(tree, "buildTime", now);
    Times.put(tree, "startTime", now);
    put(tree, "storageAccountName", origin.storage());
    put(tree, "metricsAccountName", origin.metrics());
    put(tree, "configurationAccountName", origin.config());
    return tree;
  }

  private static void put(ObjectNode tree, String name, String value) {
    if (!value.isEmpty()) {
      tree.put(name, value);
    }
  }

  static void end(ObjectNode tree, String status, Instant now) {
    tree.put("complete", true);
    tree.put("status", status);
    Times.put(tree, "endTime", now);
  }

  /// Why an execution failed, as Kayenta tells it, but without a stack trace.
  static ObjectNode exception(String operation, String why, Instant now) {
    ObjectNode exception = Shelf.JSON.createObjectNode();
    exception.put("timestamp", now.toString());
    exception.put("exceptionType", "IllegalArgumentException");
    exception.put("operation", operation);
    ObjectNode details = exception.putObject("details");
    details.put("error", "Unexpected Task Failure");
    details.putArray("errors").add(why);
    exception.put("shouldRetry", false);
    return exception;
  }

  static String upper(String status) {
    return status.toUpperCase(Locale.ROOT);
  }

  /// Where the config was kept; null when it came with the request.
  static @Nullable String configId(JsonNode tree) {
    return tree.has("canaryConfigId") ? tree.path("canaryConfigId").asText() : null;
  }
}
