package dev.serin.core.engine;

import dev.serin.core.rollout.RolloutId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The time that a loop runs in: the real one, or a virtual one that jumps.
public interface Timeline extends InstantSource {
  /// Waits until `then`, or until [#wake] is called.
  ///
  /// @throws InterruptedException when the thread is asked to stop
  void await(Instant then) throws InterruptedException;

  /// Ends the wait of each thread that is under way, or its next one. Safe from any thread.
  void wake();

  /// Ends the wait of whoever runs a rollout: there is news of it. Safe from any thread.
  default void wake(RolloutId rollout) {
    wake();
  }

  /// Real time.
  static Timeline real() {
    return new Timeline() {
      private final ReentrantLock lock = new ReentrantLock();
      private final Condition changed = lock.newCondition();
      private final ThreadLocal<Long> seen = ThreadLocal.withInitial(() -> 0L);
      private long wakes;

      @Override
      public Instant instant() {
        return InstantSource.system().instant();
      }

      @Override
      public void await(Instant then) throws InterruptedException {
        long nanos = java.time.Duration.between(instant(), then).toNanos();
        lock.lockInterruptibly();
        try {
          while (wakes == seen.get() && nanos > 0) {
            nanos = changed.awaitNanos(nanos);
          }
          seen.set(wakes);
        } finally {
          lock.unlock();
        }
      }

      @Override
      public void wake() {
        lock.lock();
        try {
          wakes++;
          changed.signalAll();
        } finally {
          lock.unlock();
        }
      }
    };
  }

  /// Virtual time, which begins at `start` and jumps to whatever is waited for.
  static Timeline virtual(Instant start) {
    return new Timeline() {
      private Instant now = start;

      @Override
      public synchronized Instant instant() {
        return now;
      }

      @Override
      public synchronized void await(Instant then) {
        if (then.isAfter(now)) {
          now = then;
        }
      }

      @Override
      public void wake() {}
    };
  }
}
