package dev.serin.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.core.engine.RolloutStore.Change;
import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.core.traffic.Revision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store that can not be used says where, and what would help.
final class StoreFaultsTest {
  private static final RolloutId DEMO = new RolloutId("default", "demo");

  @TempDir private Path folder;

  @Test
  void aFileOfANewerProgramIsRefusedAndLeftAsItIs() throws Exception {
    Store.open(folder).close();
    change(
        "INSERT INTO flyway_schema_history SELECT 99, '12', description, type, 'V12.sql',"
            + " checksum, installed_by, installed_on, execution_time, success"
            + " FROM flyway_schema_history WHERE version = '1'");

    assertThatThrownBy(() -> Store.open(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(folder.resolve("serin.db").toString())
        .hasMessageContaining("newer serin (schema 12, and this one knows up to " + Schema.NEWEST);
  }

  @Test
  void aFileThatIsNoDatabaseIsRefused() throws Exception {
    Files.writeString(folder.resolve("serin.db"), "not a database ".repeat(100));

    assertThatThrownBy(() -> Store.open(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(folder.resolve("serin.db").toString())
        .hasMessageContaining("damaged or not a database; move it away");
  }

  @Test
  void aFileDamagedInItsMiddleIsToldWhenItIsRead() throws Exception {
    try (Store store = Store.open(folder)) {
      store.save(DEMO, begin());
    }
    byte[] bytes = Files.readAllBytes(folder.resolve("serin.db"));
    Arrays.fill(bytes, 8192, bytes.length, (byte) 0xAA);
    Files.write(folder.resolve("serin.db"), bytes);

    assertThatThrownBy(
            () -> {
              try (Store store = Store.open(folder)) {
                store.find(DEMO);
              }
            })
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("damaged or not a database");
  }

  @Test
  void aFileWhereTheFolderShouldBeIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("state"), "");

    assertThatThrownBy(() -> Store.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the state folder " + file)
        .hasMessageContaining("choose another state folder");
  }

  @Test
  void aFolderWhereTheFileShouldBeIsRefused() throws Exception {
    Files.createDirectory(folder.resolve("serin.db"));

    assertThatThrownBy(() -> Store.open(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("this user may not write it")
        .hasMessageContaining(folder.toString());
  }

  @Test
  void contentOfAnotherFormatIsRefused() throws Exception {
    try (Store store = Store.open(folder)) {
      store.save(DEMO, begin());
    }
    change("UPDATE rollout SET status = '{\"format\":2,\"value\":{}}'");

    try (Store store = Store.open(folder)) {
      assertThatThrownBy(() -> store.find(DEMO))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("it is of format 2, and this program reads format 1");
    }
  }

  @Test
  void thisProgramKnowsItsNewestMigration() {
    assertThat(IntStream.rangeClosed(1, Schema.NEWEST)).allMatch(StoreFaultsTest::hasMigration);
    assertThat(hasMigration(Schema.NEWEST + 1)).isFalse();
  }

  private static boolean hasMigration(int version) {
    Path source = Path.of("src/main/resources/db/migration");
    try (var files = Files.list(source)) {
      return files.anyMatch(f -> f.getFileName().toString().startsWith("V" + version + "__"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Change begin() {
    Status status = Status.serving(new Revision("v1"), Instant.EPOCH);
    return new Change(0, status, List.of(), List.of(), List.of());
  }

  private void change(String sql) throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("serin.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
