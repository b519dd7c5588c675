package dev.serin.gateway.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gateway.settings.AccessLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way of lines into a file.
class JournalTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("access.log");
  }

  private Journal open() {
    return ((Journal.Opened.Ready) Journal.open(new AccessLog(file, AccessLog.Format.JSON), 2))
        .journal();
  }

  private static void write(Pen pen, String client) {
    pen.begin(new Request(client, "HTTP/1.1", null, null)).end(400, Outcome.REFUSED, 0);
  }

  private static String text(Path path) throws IOException {
    return Files.exists(path) ? Files.readString(path) : "";
  }

  private void awaitText(Path path, String text) {
    Awaitility.await().until(() -> text(path).contains(text));
  }

  @Test
  void linesAreThereSoonAndAtTheLatestWhenItIsClosed() throws Exception {
    Files.writeString(file, "before\n");
    try (Journal journal = open()) {
      write(journal.pen(0), "one");
      write(journal.pen(1), "two");
      awaitText(file, "\"two\"");
      awaitText(file, "\"one\"");
      write(journal.pen(0), "three");
    }
    assertThat(Files.readAllLines(file)).hasSize(4).first().isEqualTo("before");
    assertThat(text(file)).contains("\"three\"").endsWith("}\n");
  }

  @Test
  void aFileThatWasRenamedIsOpenedAnew() throws Exception {
    try (Journal journal = open()) {
      write(journal.pen(0), "one");
      awaitText(file, "\"one\"");
      Path old = folder.resolve("access.log.1");
      Files.move(file, old);
      Awaitility.await().until(() -> Files.exists(file));
      write(journal.pen(0), "two");
      awaitText(file, "\"two\"");
      assertThat(text(old)).contains("\"one\"").doesNotContain("\"two\"");

      Files.delete(file);
      Awaitility.await().until(() -> Files.exists(file));
      write(journal.pen(0), "three");
      awaitText(file, "\"three\"");
      assertThat(journal.dropped()).isZero();
    }
  }

  @Test
  void aFileThatWasCutIsWrittenFromItsBeginning() throws Exception {
    try (Journal journal = open()) {
      write(journal.pen(0), "one");
      awaitText(file, "\"one\"");
      Files.writeString(file, "");
      write(journal.pen(0), "two");
      awaitText(file, "\"two\"");
      assertThat(text(file)).startsWith("{");
    }
  }

  @Test
  void whatTheRingDoesNotHoldIsDroppedAndCounted() {
    Pen pen =
        new Pen(
            new JsonStyle(),
            Timestamps.rfc3339(System::currentTimeMillis),
            new Ring(1024),
            () -> {});
    for (int i = 0; i < 100; i++) {
      write(pen, "192.0.2." + i);
    }
    assertThat(pen.dropped()).isBetween(90L, 99L);
  }

  @Test
  void nothingIsLostUnderHaste() throws Exception {
    int lines = 20_000;
    try (Journal journal = open()) {
      for (int i = 0; i < lines; i++) {
        write(journal.pen(i & 1), "c" + i);
        if (i % 4000 == 0) {
          awaitText(file, "\"c" + Math.max(0, i - 4000) + "\"");
        }
      }
      assertThat(journal.dropped()).isZero();
    }
    assertThat(Files.readAllLines(file)).hasSize(lines).allMatch(line -> line.endsWith("}"));
  }

  @Test
  void aFileThatCanNotBeWrittenIsTold() {
    assertThat(
            Journal.open(
                new AccessLog(folder.resolve("none/access.log"), AccessLog.Format.COMMON), 1))
        .isInstanceOfSatisfying(
            Journal.Opened.Refused.class,
            refused -> assertThat(refused.why()).contains("none/access.log"));
  }
}
