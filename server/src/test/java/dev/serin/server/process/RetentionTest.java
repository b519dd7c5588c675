package dev.serin.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.server.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose measurements are history for long.
final class RetentionTest {
  /// More than are deleted at once.
  private static final int OLD = 2500;

  private @TempDir Path folder;

  @Test
  void deletesWhatIsOlderThanItKeepsAndNoStateHolds() {
    Instant now = Instant.now();
    try (Store store = Store.open(folder)) {
      insert(store, "old", OLD, now.minus(Duration.ofHours(49)), 0);
      insert(store, "held", 3, now.minus(Duration.ofHours(49)), 1);
      insert(store, "young", 2, now.minus(Duration.ofHours(47)), 0);
    }
    try (Server _ = Servers.open(folder, Duration.ofDays(2));
        Store store = Store.open(folder)) {
      await("the old ones to be deleted")
          .atMost(Duration.ofSeconds(20))
          .until(() -> !runs(store).contains("old"));
      assertThat(runs(store)).containsExactly("held", "held", "held", "young", "young");
    }
  }

  private static void insert(Store store, String run, int count, Instant at, int kept) {
    store.write(
        "insert measurements",
        handle -> {
          PreparedBatch rows =
              handle.prepareBatch(
                  "INSERT INTO measurement VALUES ('default', 'shop', :run, 'errors', :number, :at,"
                      + " :kept, '')");
          for (int i = 1; i <= count; i++) {
            rows.bind("run", run)
                .bind("number", i)
                .bind("at", at.toString())
                .bind("kept", kept)
                .add();
          }
          return rows.execute().length;
        });
  }

  private static List<String> runs(Store store) {
    return store.read(
        "list the runs",
        handle ->
            handle
                .createQuery("SELECT run FROM measurement ORDER BY run")
                .mapTo(String.class)
                .list());
  }
}
