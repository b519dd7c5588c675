package dev.serin.server.store;

import dev.serin.core.engine.RolloutStore.StoreException;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;

/// The tables, as the migrations in `db/migration` make them.
final class Schema {
  /// The newest migration.
  static final int NEWEST = 1;

  private static final String HISTORY = "flyway_schema_history";

  private Schema() {}

  /// Migrates an older file, and refuses a newer one. A file that is up to date costs one query,
  /// where the migration tool would take longer to start than most commands to run.
  static void bring(Handle handle, DataSource source, Path file) {
    int version = version(handle);
    if (version > NEWEST) {
      throw new StoreException(
          file
              + " was written by a newer serin (schema "
              + version
              + ", and this one knows up to "
              + NEWEST
              + "): run that one, or choose another state folder",
          new IllegalStateException("schema " + version));
    }
    if (version < NEWEST) {
      Flyway.configure()
          .dataSource(source)
          .locations("classpath:db/migration")
          .table(HISTORY)
          .placeholders(Map.of("number", "INTEGER PRIMARY KEY AUTOINCREMENT"))
          .load()
          .migrate();
    }
  }

  /// The newest migration that the file has; 0 for none, or when one failed halfway.
  private static int version(Handle handle) {
    boolean migrated =
        handle
                .createQuery("SELECT count(*) FROM sqlite_master WHERE name = :table")
                .bind("table", HISTORY)
                .mapTo(Integer.class)
                .one()
            > 0;
    return migrated
        ? handle
            .createQuery(
                "SELECT coalesce(max(CAST(version AS INTEGER)), 0) * min(success) FROM " + HISTORY)
            .mapTo(Integer.class)
            .findOne()
            .orElse(0)
        : 0;
  }
}
