package dev.serin.conformance;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/// The vectors: from the folder in the system property `serin.vectors`, or else this module's own
/// copy.
final class Vectors {
  /// Evidence may be `-Infinity`, which is no JSON but is what the tools that made it write.
  static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private Vectors() {}

  /// The folder or file at `path`. A test of a part that the folder does not have is left out, and
  /// says so.
  static Path at(String path) {
    Path found = root().resolve(path);
    if (!Files.exists(found)) {
      System.out.println("conformance: " + found + " is not there: left out");
    }
    Assumptions.assumeTrue(Files.exists(found), () -> found + " is not there");
    return found;
  }

  /// The JSON document at `path`.
  static JsonNode json(String path) {
    try {
      return JSON.readTree(at(path).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// True when the vectors are this module's own copy.
  static boolean areOwn() {
    return given().isBlank();
  }

  private static String given() {
    return System.getProperty("serin.vectors", "");
  }

  private static Path root() {
    String given = given();
    try {
      URL copied = Objects.requireNonNull(Vectors.class.getResource("/vectors"));
      return given.isBlank() ? Path.of(copied.toURI()) : Path.of(given);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
