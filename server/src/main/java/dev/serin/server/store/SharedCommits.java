package dev.serin.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Writes over one connection, several threads' work in one transaction: what waits while the disk
/// is busy is committed together, because a commit costs as much for one as for many.
///
/// When a transaction of several fails, each is carried out again by itself, so that nobody hears
/// of another's failure.
final class SharedCommits implements AutoCloseable {
  /// How many share a transaction at most, so that the first does not wait long for the last.
  private static final int TOGETHER = 256;

  private final Handle handle;
  private final ReentrantLock turn = new ReentrantLock();
  private final Queue<Job<?>> waiting = new ConcurrentLinkedQueue<>();

  SharedCommits(Handle handle) {
    this.handle = handle;
  }

  /// Returns when the work is committed.
  ///
  /// @throws RuntimeException what the work threw; nothing of it is written then
  <T> T write(Function<Handle, T> work) {
    Job<T> job = new Job<>(work);
    waiting.add(job);
    while (!job.ended) {
      turn.lock();
      try {
        if (!job.ended) {
          carryOut(next());
        }
      } finally {
        turn.unlock();
      }
    }
    return job.outcome();
  }

  @Override
  public void close() {
    turn.lock();
    try {
      handle.close();
    } finally {
      turn.unlock();
    }
  }

  private List<Job<?>> next() {
    List<Job<?>> together = new ArrayList<>();
    for (Job<?> job = waiting.poll(); job != null; job = waiting.poll()) {
      together.add(job);
      if (together.size() == TOGETHER) {
        break;
      }
    }
    return together;
  }

  private void carryOut(List<Job<?>> together) {
    RuntimeException failure = tryAll(together);
    if (failure != null && together.size() > 1) {
      together.forEach(job -> job.end(tryAll(List.of(job))));
    } else {
      together.forEach(job -> job.end(failure));
    }
  }

  /// Carries them out in one transaction; what went wrong, or null.
  private @Nullable RuntimeException tryAll(List<Job<?>> together) {
    try {
      handle.useTransaction(open -> together.forEach(job -> job.apply(open)));
      return null;
    } catch (RuntimeException e) {
      return e;
    } catch (StackOverflowError | OutOfMemoryError e) {
      // Whoever waits must hear of it, too.
      return new IllegalStateException("the transaction broke: " + e, e);
    }
  }

  private static final class Job<T> {
    private final Function<Handle, T> work;
    private @Nullable T result;
    private @Nullable RuntimeException failure;
    private volatile boolean ended;

    Job(Function<Handle, T> work) {
      this.work = work;
    }

    void apply(Handle handle) {
      result = work.apply(handle);
    }

    void end(@Nullable RuntimeException failed) {
      failure = failed;
      ended = true;
    }

    @SuppressWarnings("NullAway") // it has ended without a failure: the result is what work gave
    T outcome() {
      if (failure != null) {
        throw failure;
      }
      return result;
    }
  }
}
