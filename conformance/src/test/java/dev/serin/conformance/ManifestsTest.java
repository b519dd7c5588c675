package dev.serin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.manifest.ManifestReader;
import dev.serin.manifest.Manifests;
import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// `argo/manifests`: which manifests Argo accepts, and all that its API server and its controller
/// say of the others.
class ManifestsTest {
  private static final String FOLDER = "argo/manifests";

  @Test
  void acceptsWhatArgoAcceptsAndReportsItsErrors() {
    JsonNode index = Vectors.json(FOLDER + "/index.json");
    Score score = new Score(FOLDER);
    for (JsonNode entry : index.get("entries")) {
      String file = entry.get("file").asText();
      if (entry.hasNonNull("accepted")) {
        Manifests read = read(file);
        assertThat(read.problems()).as(file).allSatisfy(ManifestsTest::isComplete);
        List<String> unknown = unknown(entry);
        List<String> wanted = unknown.isEmpty() ? errors(entry) : unknown;
        score.compare(file, expected(entry), actual(wanted, read), ruling(entry));
      }
    }
    score.close();
  }

  private static void isComplete(Problem problem) {
    assertThat(problem.message()).isNotBlank();
    assertThat(problem.fix()).isNotBlank();
    assertThat(problem.place().line()).isPositive();
  }

  private static Manifests read(String file) {
    try {
      byte[] bytes = Files.readAllBytes(Vectors.at(FOLDER + "/" + file));
      return new ManifestReader().read(List.of(Source.of(file, bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String expected(JsonNode entry) {
    return entry.get("accepted").asBoolean() ? "accepted" : "refused: " + errors(entry);
  }

  /// What is wanted and found; when something is not, all that was found instead.
  private static String actual(List<String> wanted, Manifests read) {
    List<String> messages =
        read.problems().stream().filter(Problem::error).map(Problem::message).toList();
    if (messages.isEmpty()) {
      return "accepted";
    }
    boolean all =
        wanted.stream().allMatch(error -> messages.stream().anyMatch(m -> m.contains(error)));
    return "refused: " + (all ? wanted : messages);
  }

  private static List<String> unknown(JsonNode entry) {
    List<String> unknown = new ArrayList<>();
    if (entry.get("accepted").asBoolean()) {
      for (JsonNode document : entry.get("documents")) {
        document
            .path("unknownFields")
            .forEach(field -> unknown.add("unknown field \"" + field.asText() + "\""));
      }
    }
    return unknown;
  }

  private static Score.@Nullable Ruling ruling(JsonNode entry) {
    List<String> unknown = unknown(entry);
    if (!unknown.isEmpty()) {
      return new Score.Ruling("Unknown fields are errors", "refused: " + unknown);
    }
    String error = entry.path("expectedError").asText("");
    boolean alone = entry.get("documents").size() == 1;
    return alone && error.contains(": service \"") && error.endsWith("not found")
        ? new Score.Ruling("A rollout alone may name services that are not given", "accepted")
        : null;
  }

  private static List<String> errors(JsonNode entry) {
    List<String> errors = new ArrayList<>();
    if (entry.hasNonNull("expectedError")) {
      errors.add(entry.get("expectedError").asText());
    }
    for (JsonNode document : entry.get("documents")) {
      document.path("schemaErrors").forEach(error -> errors.add(error.asText()));
      document.path("controllerErrors").forEach(error -> errors.add(error.asText()));
    }
    return errors;
  }
}
