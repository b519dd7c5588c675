package dev.serin.server.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Gives everyone a turn when it is due, never two at once to the same.
///
/// @param <T> whose turns they are
final class Turns<T> implements AutoCloseable {
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  private final Work<T> work;
  private final InstantSource clock;
  private final ExecutorService threads;
  private final Thread dispatcher;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<T, Place> places = new HashMap<>();
  private final PriorityQueue<Due<T>> queue =
      new PriorityQueue<>(Comparator.comparing((Due<T> due) -> due.at()));

  /// What is done in a turn.
  ///
  /// @param <T> whose turn it is
  interface Work<T> {
    /// Does it.
    ///
    /// @param late how long after it was due
    /// @return when the next turn is due; null for not before [Turns#at]
    @Nullable Instant turn(T who, Duration late);
  }

  private record Due<T>(T who, Instant at, long number) {}

  /// Where somebody stands.
  private static final class Place {
    private @Nullable Instant due;
    private long number;
    private boolean busy;
  }

  /// @param threads how many turns there are at once
  Turns(Work<T> work, InstantSource clock, int threads) {
    this.work = work;
    this.clock = clock;
    this.threads =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("rollouts-", 0).factory());
    this.dispatcher = Thread.ofPlatform().daemon().name("turns").start(this::dispatch);
  }

  /// A turn is due then, or earlier when one is already; while one is under way, after it.
  void at(T who, Instant when) {
    lock.lock();
    try {
      Place place = places.computeIfAbsent(who, _ -> new Place());
      if (place.due == null || when.isBefore(place.due)) {
        place.due = when;
        place.number++;
        if (!place.busy) {
          queue.add(new Due<>(who, when, place.number));
          changed.signal();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// There are no more turns for somebody; one that is under way goes on.
  void remove(T who) {
    lock.lock();
    try {
      places.remove(who);
    } finally {
      lock.unlock();
    }
  }

  private void dispatch() {
    try {
      while (true) {
        Due<T> due = next();
        threads.execute(() -> turn(due));
      }
    } catch (InterruptedException | RejectedExecutionException _) {
      // It is closed.
    }
  }

  private Due<T> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Due<T> head = queue.peek();
        if (head == null) {
          changed.await();
          continue;
        }
        Place place = places.get(head.who());
        if (place == null || place.number != head.number() || place.busy) {
          queue.remove();
          continue;
        }
        long nanos = Duration.between(clock.instant(), head.at()).toNanos();
        if (nanos <= 0) {
          queue.remove();
          place.busy = true;
          place.due = null;
          return head;
        }
        changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  private void turn(Due<T> due) {
    @Nullable Instant next = null;
    try {
      Duration late = Duration.between(due.at(), clock.instant());
      next = work.turn(due.who(), late.isNegative() ? Duration.ZERO : late);
    } finally {
      over(due.who(), next);
    }
  }

  private void over(T who, @Nullable Instant next) {
    lock.lock();
    try {
      Place place = places.get(who);
      if (place != null) {
        place.busy = false;
        Instant asked = place.due;
        place.due = null;
        if (next != null) {
          at(who, next);
        }
        if (asked != null) {
          at(who, asked);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Lets turns that are under way end, and gives no more.
  @Override
  public void close() {
    dispatcher.interrupt();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException _) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
