package dev.serin.routers.log;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Does something each second until it is closed.
final class Ticker implements AutoCloseable {
  private final ScheduledExecutorService clock;

  private Ticker(ScheduledExecutorService clock) {
    this.clock = clock;
  }

  static Ticker eachSecond(String name, Runnable work) {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name(name).factory());
    var _ = clock.scheduleAtFixedRate(work, 1, 1, TimeUnit.SECONDS);
    return new Ticker(clock);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
