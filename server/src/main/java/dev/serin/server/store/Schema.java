package dev.serin.server.store;

import dev.serin.core.engine.RolloutStore.StoreException;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;

/// The tables, as the migrations in `db/migration` make them.
final class Schema {
  /// The newest migration.
  static final int NEWEST = 7;

  private static final String HISTORY = "flyway_schema_history";

  private Schema() {}

  /// Migrates an older database, and refuses a newer one. One that is up to date costs a query,
  /// where the migration tool would take longer to start than most commands to run.
  ///
  /// @param place where it is, for messages
  static void bring(Handle handle, DataSource source, Dialect dialect, String place) {
    int version = version(handle, dialect);
    if (version > NEWEST) {
      throw new StoreException(
          place
              + " was written by a newer serin (schema "
              + version
              + ", and this one knows up to "
              + NEWEST
              + "): run that one, or choose another "
              + dialect.place(),
          new IllegalStateException("schema " + version));
    }
    if (version < NEWEST) {
      Flyway.configure()
          .dataSource(source)
          .locations("classpath:db/migration")
          .table(HISTORY)
          .placeholders(dialect.placeholders())
          .load()
          .migrate();
    }
  }

  /// The newest migration that the database has; 0 for none, or when one failed halfway.
  static int version(Handle handle, Dialect dialect) {
    int tables =
        handle.createQuery(dialect.countTables()).bind("table", HISTORY).mapTo(Integer.class).one();
    String newest =
        "SELECT coalesce(max(CAST(version AS INTEGER)), 0)"
            + " * min(CASE WHEN success THEN 1 ELSE 0 END) AS newest FROM "
            + HISTORY;
    Optional<Integer> version =
        tables == 0 ? Optional.empty() : handle.createQuery(newest).mapTo(Integer.class).findOne();
    return version.orElse(0);
  }
}
