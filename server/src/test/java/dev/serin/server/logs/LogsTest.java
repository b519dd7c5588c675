package dev.serin.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is seen of what is logged.
final class LogsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @AfterEach
  void silence() {
    LogManager.getLogManager().reset();
  }

  @Test
  void aLineOfJsonIsAnObjectWhateverIsInIt() throws Exception {
    Logs.open(Logs.Format.JSON, out);

    System.getLogger("dev.serin.test")
        .log(Level.WARNING, "a \"{0}\" with\na line break", "새 message");

    JsonNode line = new JsonMapper().readTree(written());
    assertThat(written().lines()).hasSize(1);
    assertThat(line.path("level").asText()).isEqualTo("WARNING");
    assertThat(line.path("logger").asText()).isEqualTo("dev.serin.test");
    assertThat(line.path("message").asText()).isEqualTo("a \"새 message\" with\na line break");
    assertThat(line.path("at").asText()).matches("\\d{4}-.*Z");
  }

  @Test
  void whatWasThrownIsPartOfTheLine() throws Exception {
    Logs.open(Logs.Format.JSON, out);

    System.getLogger("dev.serin.test")
        .log(Level.ERROR, "it broke", new IllegalStateException("so"));

    assertThat(new JsonMapper().readTree(written()).path("error").asText())
        .startsWith("java.lang.IllegalStateException: so\n");
  }

  @Test
  void aLineOfTextIsOneLine() {
    Logs.open(Logs.Format.TEXT, out);

    System.getLogger("dev.serin.test").log(Level.INFO, "one\n2026 ERROR forged");

    assertThat(written()).matches("\\S+Z INFO dev\\.serin\\.test: one\\\\n2026 ERROR forged\\R");
  }

  @Test
  void ofLibrariesOnlyWarningsAreShown() {
    Logs.open(Logs.Format.TEXT, out);

    System.getLogger("dev.serin.test").log(Level.DEBUG, "detail");
    Logger.getLogger("com.example").info("chatter");
    Logger.getLogger("com.example").warning("trouble");

    assertThat(written()).contains("trouble").doesNotContain("chatter", "detail");
  }

  private String written() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
