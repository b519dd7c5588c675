package dev.serin.server.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/// What is wanted of a rollout, as a server keeps it.
///
/// @param desired the revision that is to become stable
record Wanted(String desired) {
  private static final JsonMapper JSON = new JsonMapper();

  String json() {
    return JSON.createObjectNode().put("desired", desired).toString();
  }

  /// Reads what [#json()] wrote; empty for anything else.
  static Optional<Wanted> parse(String text) {
    try {
      return Optional.ofNullable(JSON.readTree(text).path("desired").textValue()).map(Wanted::new);
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }
}
