package dev.serin.server.store;

import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.server.store.StoreWatch.Use;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/// A database whose every use somebody is told of.
final class WatchedDatabase implements Database {
  private final Database database;
  private volatile StoreWatch watch = (_, _, _) -> {};

  WatchedDatabase(Database database) {
    this.database = database;
  }

  void watch(StoreWatch next) {
    watch = next;
  }

  private <T> T timed(Use use, Supplier<T> work) {
    long began = System.nanoTime();
    boolean failed = true;
    try {
      T result = work.get();
      failed = false;
      return result;
    } finally {
      watch.used(use, Duration.ofNanos(System.nanoTime() - began), failed);
    }
  }

  @Override
  public Dialect dialect() {
    return database.dialect();
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    return timed(Use.READ, () -> database.read(work));
  }

  @Override
  public <T> T readMoment(Function<Handle, T> work) {
    return timed(Use.READ, () -> database.readMoment(work));
  }

  @Override
  public <T> T write(Function<Handle, T> work) {
    return timed(Use.WRITE, () -> database.write(work));
  }

  @Override
  public StoreException refused(String doing, Throwable cause) {
    return database.refused(doing, cause);
  }

  @Override
  public String toString() {
    return database.toString();
  }

  @Override
  public void close() {
    database.close();
  }
}
