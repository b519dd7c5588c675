package dev.serin.server.store;

import dev.serin.core.engine.RolloutStore.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.BusyHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// The file `serin.db` of a state folder.
///
/// It is in WAL mode and each commit is synced to the disk; a transaction that writes begins with
/// the right to write, so that it never fails in its middle because of another process. One
/// connection writes and another reads, so that reading does not wait for the disk.
final class SqliteFile implements Database {
  /// How long one process waits for another.
  static final Duration BUSY = Duration.ofSeconds(10);

  private final Path file;
  private final Handle reader;
  private final ReentrantLock reading = new ReentrantLock();
  private final SharedCommits writer;

  private SqliteFile(Path file, Handle reader, Handle writer) {
    this.file = file;
    this.reader = reader;
    this.writer = new SharedCommits(writer);
  }

  /// Processes open it one after another: who comes second finds the schema in place.
  static SqliteFile in(Path place) {
    Path folder = place.toAbsolutePath().normalize();
    Path file = folder.resolve("serin.db");
    try {
      PrivateFiles.createFolder(folder);
      try (OsLock _ = awaitTurn(folder)) {
        PrivateFiles.create(file);
        NativeLibrary.provide(folder);
        return open(file);
      }
    } catch (IOException e) {
      throw StoreFaults.unusable(folder, e);
    }
  }

  private static SqliteFile open(Path file) {
    SQLiteDataSource writing = source(file, SQLiteConfig.TransactionMode.IMMEDIATE);
    Handle writer = null;
    try {
      writer = patient(Jdbi.open(writing));
      Schema.bring(writer, writing, Dialect.SQLITE, file.toString());
      Handle reader = patient(Jdbi.open(source(file, SQLiteConfig.TransactionMode.DEFERRED)));
      SqliteFile opened = new SqliteFile(file, reader, writer);
      writer = null;
      return opened;
    } catch (JdbiException | FlywayException e) {
      throw StoreFaults.refused(file, "open the store", e);
    } finally {
      if (writer != null) {
        writer.close();
      }
    }
  }

  /// Looks each millisecond whether another process is done. SQLite itself would look ever more
  /// seldom, and not get a turn beside one that writes all the time.
  private static Handle patient(Handle handle) {
    BusyHandler looking =
        new BusyHandler() {
          private long since;

          @Override
          protected int callback(int tries) {
            long now = System.nanoTime();
            since = tries == 0 ? now : since;
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            return now - since < BUSY.toNanos() ? 1 : 0;
          }
        };
    try {
      BusyHandler.setHandler(handle.getConnection(), looking);
      return handle;
    } catch (SQLException e) {
      handle.close();
      throw new ConnectionException(e);
    }
  }

  private static SQLiteDataSource source(Path file, SQLiteConfig.TransactionMode mode) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout((int) BUSY.toMillis());
    config.setTransactionMode(mode);
    SQLiteDataSource source = new SQLiteDataSource(config);
    // As a URI, because a plain path would end at a question mark.
    source.setUrl("jdbc:sqlite:" + file.toUri());
    return source;
  }

  private static OsLock awaitTurn(Path folder) throws IOException {
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

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    reading.lock();
    try {
      return work.apply(reader);
    } finally {
      reading.unlock();
    }
  }

  /// Over a connection of its own: it may take long, and nobody is to wait for it.
  @Override
  public <T> T readMoment(Function<Handle, T> work) {
    try (Handle own = patient(Jdbi.open(source(file, SQLiteConfig.TransactionMode.DEFERRED)))) {
      return own.inTransaction(work::apply);
    }
  }

  @Override
  public <T> T write(Function<Handle, T> work) {
    return writer.write(work);
  }

  @Override
  public StoreException refused(String doing, Throwable cause) {
    return StoreFaults.refused(file, doing, cause);
  }

  @Override
  public void close() {
    try {
      read(
          handle -> {
            handle.close();
            return true;
          });
    } finally {
      writer.close();
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
