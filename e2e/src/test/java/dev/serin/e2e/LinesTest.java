package dev.serin.e2e;

import static dev.serin.e2e.Serin.type;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What other programs read: one JSON object a line.
class LinesTest {
  private static final Path CONDITIONS =
      Path.of("../conformance/src/test/resources/vectors/argo/conditions.json");
  private static final String MANIFEST =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata:
        name: shop
      spec:
        strategy:
          canary:
            steps:
              - setWeight: 50
              - pause: {duration: 1s}
      """;

  @RegisterExtension final Setting setting = new Setting();

  @Test
  void aBatchOfConditionsIsJudgedAsTheReferenceDoes() throws IOException {
    Map<String, String> expected = new LinkedHashMap<>();
    StringBuilder lines = new StringBuilder();
    for (JsonNode vector : new ObjectMapper().readTree(CONDITIONS.toFile()).path("vectors")) {
      lines.append(line(vector)).append('\n');
      expected.put(vector.path("id").asText(), vector.path("expected").asText());
    }
    Serin eval = setting.serin("eval", "--batch");
    eval.type(lines.toString());
    eval.endsWith(0);

    Map<String, String> phases = new LinkedHashMap<>();
    for (JsonNode answer : eval.events()) {
      assertThat(answer.properties().stream().map(Map.Entry::getKey))
          .containsExactly("id", "phase", "message");
      phases.put(answer.path("id").asText(), answer.path("phase").asText());
    }
    assertThat(phases.keySet()).containsExactlyElementsOf(expected.keySet());
    assertThat(phases).isEqualTo(expected);
  }

  private static ObjectNode line(JsonNode vector) {
    ObjectNode line = new ObjectMapper().createObjectNode();
    line.set("id", vector.path("id"));
    line.set("resultType", vector.path("resultType"));
    line.set("result", vector.path("resultJson"));
    line.set("successCondition", vector.path("successCondition"));
    line.set("failureCondition", vector.path("failureCondition"));
    return line;
  }

  @Test
  void aRunIsToldInObjectsAndEndsWithItsEnd() {
    Serin run =
        setting
            .run(
                setting.service("v1"),
                setting.service("v2"),
                setting.file("rollout.yaml", MANIFEST),
                "-o",
                "json")
            .endsWith(0);
    List<JsonNode> events = run.events();
    assertThat(events).allSatisfy(event -> assertThat(event.isObject()).isTrue());
    assertThat(events).extracting(Serin::type).startsWith("note").endsWith("end");
    assertThat(events.stream().map(Serin::type).distinct())
        .containsExactlyInAnyOrder("note", "transition", "status", "end");
    JsonNode end = events.getLast();
    assertThat(end.path("rollout").asText()).isEqualTo("default/shop");
    assertThat(end.path("result").asText()).isEqualTo("promoted");
    assertThat(end.path("exitCode").asInt()).isZero();
    assertThat(events)
        .filteredOn(event -> type(event).equals("status"))
        .extracting(event -> event.path("weight").asDouble())
        .contains(50.0)
        .isSubsetOf(0.0, 50.0, 100.0);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aRunThatTakesTooLongEndsUndecidedAndMayGoOn() {
    String manifest = setting.file("rollout.yaml", MANIFEST.replace("1s", "1h"));
    Service stable = setting.service("v1");
    Service canary = setting.service("v2");
    Serin run = setting.run(stable, canary, manifest, "--timeout", "2s", "-o", "json").endsWith(3);
    assertThat(run.events().getLast().path("result").asText()).isEqualTo("undecided");
    Serin again = setting.run(stable, canary, manifest).endsWith(2);
    assertThat(again.err()).singleElement().asString().contains("--resume").contains("--restart");
  }
}
