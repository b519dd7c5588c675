package dev.serin.server.process;

import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.server.store.Measurements;
import dev.serin.server.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Deletes measurements that are history when their time is over, a few at a time: in SQLite nobody
/// else writes meanwhile.
final class Retention implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Retention.class.getName());

  /// How often it looks.
  private static final Duration EVERY = Duration.ofHours(1);

  /// How long others may write after some were deleted, and there are more.
  private static final Duration BREATH = Duration.ofMillis(200);

  private static final int TOGETHER = 1000;

  private final Measurements measurements;
  private final Duration age;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("retention").factory());

  private Retention(Store store, Duration age) {
    this.measurements = new Measurements(store);
    this.age = age;
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /// Begins at once.
  ///
  /// @param age how long a measurement is kept after it was finished
  static Retention open(Store store, Duration age) {
    Retention retention = new Retention(store, age);
    retention.later(Duration.ZERO);
    return retention;
  }

  private void later(Duration pause) {
    try {
      var _ = thread.schedule(this::forget, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException _) {
      // It is closed.
    }
  }

  private void forget() {
    boolean more = false;
    try {
      more = measurements.forget(Instant.now().minus(age), TOGETHER) == TOGETHER;
    } catch (StoreException failed) {
      LOG.log(System.Logger.Level.WARNING, String.valueOf(failed.getMessage()));
    }
    later(more ? BREATH : EVERY);
  }

  /// Lets a deletion that is under way end.
  @Override
  public void close() {
    thread.close();
  }
}
