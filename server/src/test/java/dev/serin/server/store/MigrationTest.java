package dev.serin.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.engine.RolloutStore.Change;
import dev.serin.core.engine.RolloutStore.Saved;
import dev.serin.core.engine.RolloutStore.Stored;
import dev.serin.core.engine.Samples;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an earlier program has written is gone on with.
final class MigrationTest {
  private static final RolloutId DEMO = new RolloutId("default", "demo");
  private static final CoreJson<List<AnalysisRun>> RUNS = new CoreJson<>(new TypeReference<>() {});
  private static final Status STATUS = Status.serving(new Revision("v1"), Instant.EPOCH);
  private static final Transition BEGAN = new Transition(Instant.EPOCH, "Began", "at v1");

  @TempDir private Path folder;

  @Test
  void aFileOfTheFirstSchemaIsGoneOnWith() throws SQLException {
    List<AnalysisRun> runs = Samples.of(AnalysisRun.class);
    writeFirst(runs);

    try (Store store = Store.open(folder)) {
      assertThat(store.find(DEMO)).contains(new Stored(STATUS, runs, 7));
      assertThat(store.transitions(DEMO)).containsExactly(BEGAN);
      assertThat(store.requests(DEMO))
          .extracting(request -> request.command())
          .containsExactly(new Command.Promote());
      assertThat(store.findPlan(DEMO)).contains("plan");

      Change next = new Change(7, STATUS, runs.subList(0, 1), List.of(), List.of());
      assertThat(store.save(DEMO, next)).isEqualTo(new Saved.Done(8));
    }
    try (Store store = Store.open(folder)) {
      assertThat(store.find(DEMO)).contains(new Stored(STATUS, runs.subList(0, 1), 8));
    }
  }

  /// As the first schema's program wrote it.
  private void writeFirst(List<AnalysisRun> runs) throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("serin.db");
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:db/migration")
        .table("flyway_schema_history")
        .placeholders(Dialect.SQLITE.placeholders())
        .target("1")
        .load()
        .migrate();
    String status = CoreJson.STATUS.write(STATUS);
    try (Connection connection = DriverManager.getConnection(url)) {
      insert(
          connection,
          "rollout VALUES (?, ?, ?, ?, 7, ?)",
          List.of("default", "demo", status, RUNS.write(runs), Instant.EPOCH.toString()));
      insert(
          connection,
          "transition VALUES (1, ?, ?, 1, ?, ?, ?, ?)",
          List.of("default", "demo", BEGAN.at().toString(), "Began", "at v1", status));
      insert(
          connection,
          "request VALUES (1, ?, ?, ?, ?, ?, NULL)",
          List.of(
              "default",
              "demo",
              CoreJson.COMMAND.write(new Command.Promote()),
              "kim",
              Instant.EPOCH.toString()));
      insert(connection, "plan VALUES (?, ?, ?)", List.of("default", "demo", "plan"));
    }
  }

  private static void insert(Connection connection, String into, List<String> values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + into)) {
      for (int i = 0; i < values.size(); i++) {
        statement.setString(i + 1, values.get(i));
      }
      statement.executeUpdate();
    }
  }
}
