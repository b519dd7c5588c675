package dev.serin.server.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// Opens the file of a state folder, and brings it to the schema that this program knows.
///
/// The file is in WAL mode and each commit is synced to the disk; a transaction begins with the
/// right to write, so that it never fails in its middle because of another process.
final class Database {
  /// How long one process waits for another.
  static final Duration BUSY = Duration.ofSeconds(10);

  private final Path folder;
  private final Path file;

  private Database(Path folder) {
    this.folder = folder;
    this.file = folder.resolve("serin.db");
  }

  static Database in(Path folder) {
    return new Database(folder.toAbsolutePath().normalize());
  }

  Path file() {
    return file;
  }

  /// Processes open it one after another: who comes second finds the schema in place.
  Handle open() {
    try {
      PrivateFiles.createFolder(folder);
      try (OsLock _ = awaitTurn()) {
        PrivateFiles.create(file);
        NativeLibrary.provide(folder);
        return openFile();
      }
    } catch (IOException e) {
      throw StoreFaults.unusable(folder, e);
    }
  }

  private Handle openFile() {
    SQLiteDataSource source = source();
    Handle handle = null;
    try {
      handle = Jdbi.open(source);
      Schema.bring(handle, source, file);
      Handle opened = handle;
      handle = null;
      return opened;
    } catch (JdbiException | FlywayException e) {
      throw StoreFaults.refused(file, "open the store", e);
    } finally {
      if (handle != null) {
        handle.close();
      }
    }
  }

  private SQLiteDataSource source() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout((int) BUSY.toMillis());
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    SQLiteDataSource source = new SQLiteDataSource(config);
    // As a URI, because a plain path would end at a question mark.
    source.setUrl("jdbc:sqlite:" + file.toUri());
    return source;
  }

  private OsLock awaitTurn() throws IOException {
    Path path = folder.resolve("open.lock");
    long deadline = System.nanoTime() + BUSY.toNanos();
    Optional<OsLock> lock = OsLock.tryTake(path);
    while (lock.isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      lock = OsLock.tryTake(path);
    }
    return lock.orElseThrow(
        () ->
            new IOException(
                "another process has been opening it for " + BUSY.toSeconds() + " s: " + path));
  }
}
