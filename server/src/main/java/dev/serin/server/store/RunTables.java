package dev.serin.server.store;

import dev.serin.core.rollout.RolloutId;
import dev.serin.server.store.RunParts.MeasurementName;
import dev.serin.server.store.RunParts.MetricName;
import dev.serin.server.store.RunParts.Taken;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// The tables of a rollout, its analysis runs, what they have gathered and measured.
final class RunTables {
  /// One statement, so that all its rows are of the same moment.
  private static final String ROWS =
      """
      SELECT 0 AS part, '' AS run, '' AS metric, version AS number, '' AS finished_at,
        status AS document
      FROM rollout WHERE namespace = :namespace AND name = :name
      UNION ALL
      SELECT 1, '', '', position, '', document
      FROM run WHERE namespace = :namespace AND name = :name
      UNION ALL
      SELECT 2, run, metric, 0, '', document
      FROM accumulator WHERE namespace = :namespace AND name = :name
      UNION ALL
      SELECT 3, run, metric, number, finished_at, document
      FROM measurement WHERE namespace = :namespace AND name = :name AND kept = 1""";

  private static final String AT = " WHERE namespace = :namespace AND name = :name";

  private RunTables() {}

  /// A rollout's rows.
  record Rows(String status, long version, RunParts parts) {}

  static Optional<Rows> find(Handle handle, RolloutId id) {
    RunParts parts = RunParts.none();
    AtomicReference<@Nullable Rows> found = new AtomicReference<>();
    Sql.of(id, handle.createQuery(ROWS))
        .map(
            (row, _) -> {
              switch (row.getInt("part")) {
                case 0 ->
                    found.set(new Rows(row.getString("document"), row.getLong("number"), parts));
                case 1 -> parts.runs().put(row.getInt("number"), row.getString("document"));
                case 2 -> parts.accumulators().put(metric(row), row.getString("document"));
                default -> parts.measurements().put(number(row), taken(row));
              }
              return true;
            })
        .list();
    return Optional.ofNullable(found.get());
  }

  private static MetricName metric(ResultSet row) throws SQLException {
    return new MetricName(row.getString("run"), row.getString("metric"));
  }

  private static MeasurementName number(ResultSet row) throws SQLException {
    return new MeasurementName(metric(row), row.getLong("number"));
  }

  private static Taken taken(ResultSet row) throws SQLException {
    return new Taken(Instant.parse(row.getString("finished_at")), row.getString("document"));
  }

  /// Writes what differs.
  ///
  /// @param before what the tables hold now
  static void change(Handle handle, RolloutId id, RunParts before, RunParts after) {
    changeRuns(handle, id, before.runs(), after.runs());
    changeAccumulators(handle, id, before.accumulators(), after.accumulators());
    changeMeasurements(handle, id, before.measurements(), after.measurements());
  }

  private static void changeRuns(
      Handle handle, RolloutId id, Map<Integer, String> before, Map<Integer, String> after) {
    Batch upsert =
        new Batch(
            handle,
            id,
            """
            INSERT INTO run (namespace, name, position, document)
            VALUES (:namespace, :name, :position, :document)
            ON CONFLICT (namespace, name, position) DO UPDATE SET document = excluded.document""");
    after.forEach(
        (position, document) -> {
          if (!document.equals(before.get(position))) {
            upsert.row().bind("position", position).bind("document", document).add();
          }
        });
    upsert.execute();
    Batch delete = new Batch(handle, id, "DELETE FROM run" + AT + " AND position = :position");
    for (int gone : without(before.keySet(), after.keySet())) {
      delete.row().bind("position", gone).add();
    }
    delete.execute();
  }

  private static void changeAccumulators(
      Handle handle, RolloutId id, Map<MetricName, String> before, Map<MetricName, String> after) {
    Batch upsert =
        new Batch(
            handle,
            id,
            """
            INSERT INTO accumulator (namespace, name, run, metric, document)
            VALUES (:namespace, :name, :run, :metric, :document)
            ON CONFLICT (namespace, name, run, metric)
              DO UPDATE SET document = excluded.document""");
    after.forEach(
        (metric, document) -> {
          if (!document.equals(before.get(metric))) {
            bind(upsert.row(), metric).bind("document", document).add();
          }
        });
    upsert.execute();
    Batch delete =
        new Batch(
            handle, id, "DELETE FROM accumulator" + AT + " AND run = :run AND metric = :metric");
    for (MetricName gone : without(before.keySet(), after.keySet())) {
      bind(delete.row(), gone).add();
    }
    delete.execute();
  }

  private static void changeMeasurements(
      Handle handle,
      RolloutId id,
      Map<MeasurementName, Taken> before,
      Map<MeasurementName, Taken> after) {
    Batch upsert =
        new Batch(
            handle,
            id,
            """
            INSERT INTO measurement
              (namespace, name, run, metric, number, finished_at, kept, document)
            VALUES (:namespace, :name, :run, :metric, :number, :at, 1, :document)
            ON CONFLICT (namespace, name, run, metric, number)
              DO UPDATE SET finished_at = excluded.finished_at, kept = 1,
                document = excluded.document""");
    after.forEach(
        (number, taken) -> {
          if (!taken.equals(before.get(number))) {
            bind(upsert.row(), number)
                .bind("at", taken.finishedAt().toString())
                .bind("document", taken.document())
                .add();
          }
        });
    upsert.execute();
    Batch retire =
        new Batch(
            handle,
            id,
            "UPDATE measurement SET kept = 0"
                + AT
                + " AND run = :run AND metric = :metric AND number = :number");
    for (MeasurementName gone : without(before.keySet(), after.keySet())) {
      bind(retire.row(), gone).add();
    }
    retire.execute();
  }

  private static PreparedBatch bind(PreparedBatch row, MetricName metric) {
    return row.bind("run", metric.run()).bind("metric", metric.metric());
  }

  private static PreparedBatch bind(PreparedBatch row, MeasurementName number) {
    return bind(row, number.of()).bind("number", number.number());
  }

  private static <K> Set<K> without(Set<K> all, Set<K> some) {
    Set<K> rest = new HashSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  /// Rows for one statement, prepared when there is one.
  private static final class Batch {
    private final Handle handle;
    private final RolloutId id;
    private final String sql;
    private @Nullable PreparedBatch rows;

    Batch(Handle handle, RolloutId id, String sql) {
      this.handle = handle;
      this.id = id;
      this.sql = sql;
    }

    PreparedBatch row() {
      if (rows == null) {
        rows = handle.prepareBatch(sql);
      }
      return Sql.of(id, rows);
    }

    void execute() {
      if (rows != null) {
        rows.execute();
      }
    }
  }
}
