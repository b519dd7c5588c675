package dev.serin.gateway.accesslog;

import dev.serin.gateway.settings.AccessLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The access log: a pen for each event loop, and a thread that carries what they wrote to its
/// file. Lines are there after a tenth of a second, or when it is closed.
public final class Journal implements AutoCloseable {
  private static final int RING_SIZE = 1 << 20;
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Destination destination;
  private final List<Ring> rings = new ArrayList<>();
  private final List<Pen> pens = new ArrayList<>();
  private final Thread carrier;
  private volatile boolean called;
  private volatile boolean closing;

  private Journal(AccessLog settings, Destination destination, int lanes) {
    this.destination = destination;
    this.carrier =
        Thread.ofPlatform().daemon().name("serin-gateway-access-log").unstarted(this::run);
    for (int i = 0; i < lanes; i++) {
      Ring ring = new Ring(RING_SIZE);
      rings.add(ring);
      pens.add(pen(settings, ring));
    }
  }

  private Pen pen(AccessLog settings, Ring ring) {
    return switch (settings.format()) {
      case JSON ->
          new Pen(new JsonStyle(), Timestamps.rfc3339(System::currentTimeMillis), ring, this::call);
      case COMMON ->
          new Pen(
              new ApacheStyle(), Timestamps.common(System::currentTimeMillis), ring, this::call);
    };
  }

  /// What came of opening one.
  public sealed interface Opened {
    /// It can be written.
    record Ready(Journal journal) implements Opened {}

    /// It can not.
    ///
    /// @param why with the path
    record Refused(String why) implements Opened {}
  }

  /// Opens the access log.
  ///
  /// @param lanes how many event loops write
  public static Opened open(AccessLog settings, int lanes) {
    try {
      Journal journal = new Journal(settings, Destination.open(settings.file()), lanes);
      journal.carrier.start();
      return new Opened.Ready(journal);
    } catch (IOException e) {
      return new Opened.Refused(
          "the access log %s can not be written: %s".formatted(settings.file(), e));
    }
  }

  /// Where one event loop writes.
  ///
  /// @param lane 0 for the first
  public Pen pen(int lane) {
    return pens.get(lane);
  }

  /// How many lines were dropped because there was no room for them.
  public long dropped() {
    return pens.stream().mapToLong(Pen::dropped).sum();
  }

  private void call() {
    if (!called) {
      called = true;
      LockSupport.unpark(carrier);
    }
  }

  private void run() {
    long looked = System.nanoTime();
    while (!closing) {
      LockSupport.parkNanos(this, TICK_NANOS);
      called = false;
      rings.forEach(destination::take);
      long now = System.nanoTime();
      if (now - looked > LOOK_NANOS) {
        looked = now;
        destination.look();
      }
    }
    rings.forEach(destination::take);
    destination.close();
  }

  /// Writes what waits and ends; a file that does not take it in two seconds is left alone. No pen
  /// may write any more.
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(carrier);
    try {
      var _ = carrier.join(PATIENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
