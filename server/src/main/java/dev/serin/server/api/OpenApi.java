package dev.serin.server.api;

import dev.serin.server.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The description of the API, OpenAPI 3.1, as it is served.
///
/// @param yaml with comments, as people wrote it
/// @param json the same for programs
record OpenApi(String yaml, String json) {
  private static final String RESOURCE = "/openapi/serin.yaml";

  /// @param version of this program, which the document names
  static OpenApi load(String version) {
    String yaml = text().replace("${version}", version);
    Map<String, Object> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    return new OpenApi(yaml, Json.text(tree));
  }

  private static String text() {
    try (InputStream in =
        Objects.requireNonNull(OpenApi.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
