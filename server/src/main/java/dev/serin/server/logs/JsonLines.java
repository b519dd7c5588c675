package dev.serin.server.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/// One JSON object for each line: `at`, `level`, `logger`, `message`, and `error` with the stack
/// of what was thrown.
final class JsonLines extends Formatter {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public String format(LogRecord line) {
    ObjectNode object =
        JSON.createObjectNode()
            .put("at", line.getInstant().toString())
            .put("level", line.getLevel().getName())
            .put("logger", line.getLoggerName())
            .put("message", formatMessage(line));
    Throwable thrown = line.getThrown();
    if (thrown != null) {
      object.put("error", TextLines.trace(thrown));
    }
    try {
      return JSON.writeValueAsString(object) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }
}
