package dev.serin.server.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.server.api.ApiServer;
import dev.serin.server.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests that were recorded from a real Kayenta, sent here: the answers must be the same but for
/// ids and times.
final class KayentaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ANALYSES = "/standalone_canary_analysis";

  /// Names of stages are Kayenta's own plumbing; stack traces are not told.
  private static final Set<String> OWN =
      Set.of(
          "id",
          "pipelineId",
          "executionId",
          "metricSetPairListId",
          "canaryExecutionId",
          "canaryAnalysisExecutionId",
          "canaryConfigId",
          "createdTimestamp",
          "createdTimestampIso",
          "updatedTimestamp",
          "updatedTimestampIso",
          "buildTimeMillis",
          "buildTimeIso",
          "startTimeMillis",
          "startTimeIso",
          "endTimeMillis",
          "endTimeIso",
          "timestamp");

  @TempDir private Path folder = Path.of("");
  private JsonNode recorded;
  private Stub prometheus;
  private Store store;
  private ApiServer server;

  @BeforeEach
  void open() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(KayentaTest.class.getResourceAsStream("/kayenta/transcript.json"))) {
      recorded = JSON.readTree(in);
    }
    prometheus = new Stub(recorded.path("series"));
    start();
  }

  private void start() {
    store = Store.open(folder);
    server = new ApiServer(store, prometheus.accounts());
  }

  private void stop() {
    server.close();
    store.close();
  }

  @AfterEach
  void close() {
    prometheus.close();
    stop();
  }

  @Test
  void answersAsKayentaDid() {
    Map<String, String> ids = new HashMap<>();
    for (JsonNode call : recorded.path("calls")) {
      String path = call.at("/request/path").asText();
      for (Map.Entry<String, String> id : ids.entrySet()) {
        path = path.replace(id.getKey(), id.getValue());
      }
      HttpResponse<String> answer = replay(call, path);
      JsonNode expected = call.path("response");
      String tag = call.path("tag").asText();
      assertThat(answer.statusCode()).as(tag).isEqualTo(expected.path("status").asInt());
      if (!answer.body().isEmpty()) {
        JsonNode actual = ApiServer.json(answer);
        for (String name :
            Set.of("canaryConfigId", "canaryExecutionId", "canaryAnalysisExecutionId")) {
          if (expected.path("body").has(name)) {
            ids.put(expected.at("/body/" + name).asText(), actual.path(name).asText());
          }
        }
        alike(renamed(expected.path("body"), ids), actual, tag);
      }
    }
  }

  private static JsonNode renamed(JsonNode body, Map<String, String> ids) {
    String text = body.toString();
    for (Map.Entry<String, String> id : ids.entrySet()) {
      text = text.replace(id.getKey(), id.getValue());
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private HttpResponse<String> replay(JsonNode call, String path) {
    String method = call.at("/request/method").asText();
    JsonNode body = call.at("/request/body");
    if (call.at("/response/body").has("complete")) {
      server.awaiting(path, told -> told.path("complete").asBoolean());
    }
    return server.send(method, path, body.isNull() ? "" : body.toString());
  }

  private static void alike(JsonNode expected, JsonNode actual, String place) {
    if (expected.isObject()) {
      assertThat(actual.isObject()).as(place).isTrue();
      for (Map.Entry<String, JsonNode> field : expected.properties()) {
        String name = place + "." + field.getKey();
        boolean stages = field.getKey().equals("stageStatus") && field.getValue().isObject();
        assertThat(actual.has(field.getKey())).as(name).isTrue();
        if (field.getKey().equals("user")) {
          assertThat(actual.path("user").asText()).as(name).isEqualTo("ann");
        } else if (!OWN.contains(field.getKey()) && !stages) {
          alike(field.getValue(), actual.path(field.getKey()), name);
        }
      }
    } else if (expected.isArray()) {
      assertThat(actual).as(place).hasSize(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        alike(expected.path(i), actual.path(i), place + "[" + i + "]");
      }
    } else if (expected.isNumber()) {
      // The stub repeats the recorded hour; Kayenta's saw other values after it.
      boolean statistics = place.startsWith("scape") && place.contains("etadata");
      if (!statistics || place.endsWith("count")) {
        assertThat(actual.asDouble()).as(place).isEqualTo(expected.asDouble());
      }
    } else {
      assertThat(actual.asText())
          .as(place)
          .isEqualTo(expected.asText().replace("$\\{", "${").replace("anonymous", "ann"));
    }
  }

  private JsonNode call(String tag) {
    for (JsonNode call : recorded.path("calls")) {
      if (call.path("tag").asText().equals(tag)) {
        return call;
      }
    }
    throw new IllegalArgumentException(tag);
  }

  private String begin(String path, JsonNode body, String id) {
    return ApiServer.json(server.send("POST", path, body.toString())).path(id).asText();
  }

  @Test
  void anAnalysisSurvivesARestart() {
    prometheus.hang();
    String id =
        begin(
            ANALYSES + "?application=app",
            call("scape-retrospective").at("/request/body"),
            "canaryAnalysisExecutionId");
    server.awaiting(ANALYSES + "/" + id, told -> !told.path("complete").asBoolean());
    stop();
    prometheus.resume();
    start();

    JsonNode ended =
        server.awaiting(ANALYSES + "/" + id, told -> told.path("complete").asBoolean());
    assertThat(ended.path("status").asText()).isEqualTo("succeeded");
    assertThat(ended.at("/canaryAnalysisExecutionResult/canaryScores")).hasSize(3);
    String judged =
        ended.at("/canaryAnalysisExecutionResult/canaryExecutionResults/0/executionId").asText();
    JsonNode canary = ApiServer.json(server.send("GET", "/canary/" + judged, ""));
    assertThat(canary.path("parentPipelineExecutionId").asText()).isEqualTo(id);
    String pairs = canary.path("metricSetPairListId").asText();
    assertThat(ApiServer.json(server.send("GET", "/metricSetPairList/" + pairs, ""))).hasSize(4);
  }

  @Test
  void anAnalysisOfTheFutureWaitsAndCanBeCancelled() {
    ObjectNode body = call("scape-retrospective").at("/request/body").deepCopy();
    ObjectNode request = (ObjectNode) body.path("executionRequest");
    ((ObjectNode) request.at("/scopes/0")).remove(Set.of("startTimeIso", "endTimeIso"));
    request.put("lifetimeDurationMins", 180);
    String id = begin(ANALYSES, body, "canaryAnalysisExecutionId");

    JsonNode waiting = ApiServer.json(server.send("GET", ANALYSES + "/" + id, ""));
    assertThat(waiting.path("status").asText()).isEqualTo("running");
    assertThat(server.send("PUT", "/pipelines/" + id + "/cancel", "").statusCode()).isEqualTo(204);
    assertThat(ApiServer.json(server.send("GET", ANALYSES + "/" + id, "")).path("status").asText())
        .isEqualTo("canceled");
    assertThat(server.send("PUT", "/pipelines/" + id + "/cancel", "").statusCode()).isEqualTo(400);
  }

  @Test
  void aFaultEndsNoExecutionButItsOwn() {
    store.write(
        "put in what no program writes",
        h ->
            h.execute(
                "INSERT INTO canary (id, kind, application, status, created_at, document, due)"
                    + " VALUES ('odd', 'ODD', '', '', 0, '{}', 0)"));
    JsonNode body = call("scape-retrospective").at("/request/body");
    String id = begin(ANALYSES, body, "canaryAnalysisExecutionId");
    await()
        .during(Duration.ofMillis(1500))
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                !ApiServer.json(server.send("GET", ANALYSES + "/" + id, ""))
                    .path("complete")
                    .asBoolean());
    store.write("take it out", h -> h.execute("DELETE FROM canary WHERE id = 'odd'"));
    server.awaiting(ANALYSES + "/" + id, told -> told.path("complete").asBoolean());
  }

  @Test
  void badRequestsAreTold() {
    JsonNode body = call("canary-adhoc").at("/request/body");

    assertThat(server.send("POST", "/canary?metricsAccountName=x", body.toString()).body())
        .contains("\"message\":\"Unable to resolve account x; there are prom\"");
    assertThat(server.send("POST", "/canary", "{}").statusCode()).isEqualTo(400);
    assertThat(server.send("POST", "/canary", "[]").statusCode()).isEqualTo(400);
    assertThat(server.send("POST", ANALYSES, "{\"executionRequest\":{}}").statusCode())
        .isEqualTo(400);
    String turned = body.toString().replace("2024-01-01T01:00:00Z", "2023-01-01T01:00:00Z");
    assertThat(server.send("POST", "/canary", turned).body()).contains("is not before end");
    assertThat(server.send("GET", "/metricSetPairList/x", "").statusCode()).isEqualTo(404);
  }

  @Test
  void whoAsksIsWhoIsLoggedIn() {
    String id =
        begin(
            ANALYSES + "?user=mallory",
            call("scape-retrospective").at("/request/body"),
            "canaryAnalysisExecutionId");

    JsonNode told = ApiServer.json(server.send("GET", ANALYSES + "/" + id, ""));
    assertThat(told.path("user").asText()).isEqualTo("ann");
  }

  @Test
  void whatBelongsToNoNamespaceNeedsARoleInAll() {
    HttpResponse<String> answer =
        server.send("POST", "/canary", "{}", ApiServer.CALLER, "ADMIN@shop");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(ApiServer.json(answer).path("message").asText()).contains("operator in all of them");
  }

  @Test
  void aPrometheusThatIsGoneEndsACanary() {
    prometheus.close();
    String id = begin("/canary", call("canary-adhoc").at("/request/body"), "canaryExecutionId");

    JsonNode ended = server.awaiting("/canary/" + id, told -> told.path("complete").asBoolean());
    assertThat(ended.path("status").asText()).isEqualTo("terminal");
    assertThat(ended.at("/exception/details/errors/0").asText()).contains("Prometheus");
  }
}
