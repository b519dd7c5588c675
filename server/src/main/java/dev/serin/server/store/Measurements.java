package dev.serin.server.store;

import dev.serin.core.analysis.Measurement;
import dev.serin.core.rollout.RolloutId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// The finished measurements of all analysis runs, also those that a run's state holds no longer.
///
/// Each method throws `StoreException` when the store can not be reached.
public final class Measurements {
  private final Store store;

  /// The measurements of a store.
  public Measurements(Store store) {
    this.store = store;
  }

  /// A measurement that is finished.
  ///
  /// @param number counts the metric's finished measurements from 1
  public record Measured(String metric, long number, Measurement measurement) {}

  /// The latest of an analysis run, of each metric the oldest first.
  ///
  /// @param limit how many at most, at least 0
  public List<Measured> latest(RolloutId id, String run, int limit) {
    String sql =
        """
        SELECT metric, number, document FROM measurement
        WHERE namespace = :namespace AND name = :name AND run = :run
        ORDER BY number DESC, metric LIMIT :limit""";
    return store.read(
        "read the measurements of rollout " + id,
        h ->
            Sql.of(id, h.createQuery(sql))
                .bind("run", run)
                .bind("limit", limit)
                .map(
                    (row, _) ->
                        new Measured(
                            row.getString("metric"),
                            row.getLong("number"),
                            store.decode(CoreJson.MEASUREMENT, row.getString("document"))))
                .stream()
                .sorted(Comparator.comparing(Measured::metric).thenComparingLong(Measured::number))
                .toList());
  }

  /// Deletes those that no state holds any more, the oldest first. What another node is deleting is
  /// passed over.
  ///
  /// @param before those that were finished earlier
  /// @param most how many at most, at least 1: nobody else writes to SQLite meanwhile
  /// @return how many
  public int forget(Instant before, int most) {
    String sql =
        """
        DELETE FROM measurement WHERE (namespace, name, run, metric, number) IN (
          SELECT namespace, name, run, metric, number FROM measurement
          WHERE kept = 0 AND finished_at \\< :before
          ORDER BY finished_at LIMIT :most <unclaimed>)""";
    return store.write(
        "delete old measurements",
        h ->
            h.createUpdate(sql)
                .define("unclaimed", store.dialect().unclaimed())
                .bind("before", before.toString())
                .bind("most", most)
                .execute());
  }
}
