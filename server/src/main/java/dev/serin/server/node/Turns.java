package dev.serin.server.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
      new PriorityQueue<>((one, other) -> Long.signum(one.nanos() - other.nanos()));

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

  /// @param nanos by the clock that nobody sets: a step of the other one moves no turn
  private record Due<T>(T who, long nanos, long number) {}

  /// Where somebody stands.
  private static final class Place {
    private @Nullable Long due;
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
    due(who, System.nanoTime() + Duration.between(clock.instant(), when).toNanos());
  }

  private void due(T who, long nanos) {
    lock.lock();
    try {
      Place place = places.computeIfAbsent(who, _ -> new Place());
      if (place.due == null || nanos - place.due < 0) {
        place.due = nanos;
        place.number++;
        if (!place.busy) {
          queue.add(new Due<>(who, nanos, place.number));
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
        long nanos = head.nanos() - System.nanoTime();
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
    if (threads.isShutdown()) {
      return;
    }
    @Nullable Instant next = null;
    try {
      next = work.turn(due.who(), Duration.ofNanos(System.nanoTime() - due.nanos()));
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
        Long asked = place.due;
        place.due = null;
        if (next != null) {
          at(who, next);
        }
        if (asked != null) {
          due(who, asked);
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
