package dev.serin.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.cli.console.Console;
import dev.serin.server.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WantedTest {
  private static final Wanted NOTHING = new Wanted(null, null, null, null, null);
  private static final Wanted DEV = new Wanted(null, "dev", null, null, null);

  @TempDir private Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void twoServersAreSaved() {
    environment.put("XDG_CONFIG_HOME", folder.toString());
    ContextsFile.of(console())
        .write(
            Contexts.NONE
                .with(new Context("dev", URI.create("http://127.0.0.1:1"), "of-dev", null, ""))
                .with(new Context("prod", URI.create("https://prod"), "of-prod", null, "shop")));
  }

  private Console console() {
    return Console.piped(
        InputStream.nullInputStream(), new ByteArrayOutputStream(), err, environment);
  }

  private Target chosen(Wanted wanted) {
    return wanted.require(console());
  }

  private static Wanted server(String url) {
    return new Wanted(url, null, null, null, null);
  }

  @Test
  void theCommandLineGoesBeforeTheEnvironmentAndThatBeforeTheCurrentContext() {
    assertThat(chosen(NOTHING).named()).isEqualTo("https://prod (context prod)");
    environment.put("SERIN_SERVER", "http://localhost:2");
    assertThat(chosen(NOTHING).named()).isEqualTo("http://localhost:2 (SERIN_SERVER)");
    assertThat(chosen(DEV).named()).isEqualTo("http://127.0.0.1:1 (context dev)");
    assertThat(chosen(server("127.0.0.1:3")).named()).isEqualTo("http://127.0.0.1:3 (--server)");
  }

  @Test
  void aSavedTokenGoesOnlyToItsOwnServer() {
    assertThat(chosen(NOTHING).token()).isEqualTo("of-prod");
    assertThat(chosen(server("https://prod/")).token()).isEqualTo("of-prod");
    assertThat(chosen(server("https://elsewhere")).token()).isEmpty();
    environment.put("SERIN_TOKEN", "of-the-environment");
    assertThat(chosen(NOTHING).token()).isEqualTo("of-the-environment");
    assertThat(chosen(DEV).token()).isEqualTo("of-dev");
  }

  @Test
  void aTokenFileGoesBeforeAll() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "of-a-file\n");
    environment.put("SERIN_TOKEN", "of-the-environment");
    assertThat(chosen(new Wanted(null, "dev", file, null, null)).token()).isEqualTo("of-a-file");
    Files.writeString(file, "two words");
    assertThatThrownBy(() -> chosen(new Wanted(null, "dev", file, null, null)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("holds no token");
  }

  @Test
  void aTokenInTheClearIsWarnedOf() {
    environment.put("SERIN_TOKEN", "t");
    chosen(server("http://127.0.0.1:1"));
    chosen(server("https://prod"));
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    chosen(server("http://prod"));
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("in the clear", "use https");
  }

  @Test
  void namespacesComeFromTheCommandLineThenFromTheContext() {
    assertThat(chosen(NOTHING).namespace()).isEqualTo("shop");
    assertThat(chosen(DEV).namespace()).isEqualTo("default");
    assertThat(chosen(new Wanted(null, "prod", null, null, "other")).namespace())
        .isEqualTo("other");
  }

  @Test
  void noServerAndTwoServersAreRefused() {
    ContextsFile.of(console()).write(Contexts.NONE);
    assertThatThrownBy(() -> chosen(NOTHING))
        .hasMessageContainingAll("no server is chosen", "serin login URL");
    assertThatThrownBy(() -> chosen(new Wanted("http://a", "b", null, null, null)))
        .hasMessageContaining("give one of them");
    assertThatThrownBy(() -> chosen(DEV)).hasMessageContaining("no context is called 'dev'");
  }

  @ParameterizedTest
  @CsvSource({
    "serin.example.com, https://serin.example.com",
    "localhost:8080, http://localhost:8080",
    "[::1]:8080, http://[::1]:8080",
    "http://a:1/, http://a:1",
    "https://a/serin, https://a/serin"
  })
  void addressesAreReadAsPeopleWriteThem(String written, String meant) {
    assertThat(Target.address(written)).hasToString(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ftp://a", "http://", "http://a b", "http://u:p@a", "http://a?x=1"})
  void whatIsNoAddressIsRefused(String written) {
    assertThatThrownBy(() -> Target.address(written))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("is no address of a server");
  }
}
