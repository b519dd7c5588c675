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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextsFileTest {
  private static final Context PROD =
      new Context("prod", URI.create("https://serin.example.com"), "s3cret", null, "shop");
  private static final Context DEV =
      new Context("dev", URI.create("http://127.0.0.1:8080"), "", Path.of("/ca.pem"), "");

  @TempDir private Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private ContextsFile file = file();

  @BeforeEach
  void inItsFolder() {
    file = file();
  }

  private ContextsFile file() {
    return ContextsFile.of(
        Console.piped(
            InputStream.nullInputStream(),
            new ByteArrayOutputStream(),
            err,
            Map.of("XDG_CONFIG_HOME", String.valueOf(folder))));
  }

  @Test
  void whatIsSavedIsReadAgain() {
    Contexts saved = Contexts.NONE.with(PROD).with(DEV).using("prod");
    file.write(saved);
    assertThat(file.read()).isEqualTo(saved);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void nothingIsSavedBeforeTheFirst() {
    assertThat(file.read()).isEqualTo(Contexts.NONE);
    assertThat(file.path()).doesNotExist();
  }

  @Test
  void onlyItsOwnerReadsIt() throws IOException {
    file.write(Contexts.NONE.with(PROD));
    assertThat(rights(file.path())).isEqualTo("rw-------");
    Path around = folder.resolve("serin");
    assertThat(rights(around)).isEqualTo("rwx------");
    try (var files = Files.list(around)) {
      assertThat(files).containsExactly(file.path());
    }
  }

  @Test
  void savingClosesAFileThatWasOpenToOthers() throws IOException {
    file.write(Contexts.NONE.with(PROD));
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));
    file.read();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("warning", "rw-r--r--", "chmod 600 " + file.path())
        .doesNotContain("s3cret");
    file.write(Contexts.NONE.with(DEV));
    assertThat(rights(file.path())).isEqualTo("rw-------");
  }

  @Test
  void aFileOfSomethingElseIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("serin"));
    for (String text : new String[] {"- a\n", "contexts: [", "contexts: {a: {server: 'x y'}}"}) {
      Files.writeString(file.path(), text);
      assertThatThrownBy(file::read)
          .isInstanceOf(Refusal.class)
          .message()
          .containsAnyOf("is no file of contexts", "is no address");
    }
  }

  @Test
  void nothingSaysATokenByAccident() {
    assertThat(PROD.toString() + Contexts.NONE.with(PROD)).doesNotContain("s3cret");
    assertThat(new Target(PROD.server(), "x", "s3cret", null, ""))
        .asString()
        .doesNotContain("s3cret");
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
