package dev.serin.server.api;

import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.core.rollout.RolloutId;
import dev.serin.server.http.Problem;
import dev.serin.server.rollouts.Rollouts;
import dev.serin.server.store.Log;
import dev.serin.server.store.Store;
import dev.serin.server.store.Tail;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the rollouts for all who have an event stream open, by one thread and one set of queries
/// however many they are. It rests while nobody listens.
final class Broadcast implements AutoCloseable {
  /// How many streams there may be at once.
  static final int MOST = 5000;

  /// How many of them one caller may have.
  static final int MOST_OF_ONE = 100;

  private static final Logger LOG = LoggerFactory.getLogger(Broadcast.class);
  private static final int PATIENCE = 2048;
  private static final long LOOK_MILLIS = 200;
  private static final int LOOKS_A_SECOND = 5;

  private final Store store;
  private final Changes changes;
  private final int patience;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private volatile @Nullable Tail tail;
  private volatile boolean closed;

  Broadcast(Rollouts rollouts, Store store) {
    this(rollouts, store, PATIENCE);
  }

  /// @param patience how many events may wait for one client
  Broadcast(Rollouts rollouts, Store store, int patience) {
    this.store = store;
    this.changes = new Changes(rollouts, store);
    this.patience = patience;
    rollouts.onChange(changes::mark);
    Thread.ofVirtual().name("events").start(this::watch);
  }

  /// Begins to listen, for the current thread.
  ///
  /// @param only one rollout; null for all
  /// @throws dev.serin.server.http.ProblemException when there are too many
  Listener open(@Nullable RolloutId only, Caller caller) {
    Listener listener = new Listener(only, caller, patience);
    lock.lock();
    try {
      admit(caller.principal().name());
      if (tail == null) {
        tail = new Tail(store);
        changes.forget();
      }
      listeners.add(listener);
      news.signalAll();
    } finally {
      lock.unlock();
    }
    if (closed) {
      listener.cut();
    }
    return listener;
  }

  private void admit(String name) {
    if (listeners.size() >= MOST) {
      throw Problem.of(503, "too-many-streams", "there are " + MOST + " event streams already")
          .exception();
    }
    if (listeners.stream().filter(one -> one.name().equals(name)).count() >= MOST_OF_ONE) {
      throw Problem.of(
              429,
              "too-many-streams",
              name + " has " + MOST_OF_ONE + " event streams open already: close one first")
          .exception();
    }
  }

  void leave(Listener listener) {
    listeners.remove(listener);
    listener.leave();
  }

  /// How many listen.
  int listening() {
    return listeners.size();
  }

  /// The number up to which lines are not sent any more to who begins to listen now. Waits until
  /// that is known.
  long begin(Listener listener) throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        long settled = tail == null ? -1 : tail.settled();
        if (settled >= 0 || listener.isCut()) {
          return Math.max(0, settled);
        }
        news.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    int looks = 0;
    while (awaitLook()) {
      try {
        look(++looks % LOOKS_A_SECOND == 0);
      } catch (StoreException e) {
        LOG.warn("event streams stand still: {}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("event streams go on", e);
      }
    }
  }

  /// @return false when it is all over
  private boolean awaitLook() {
    lock.lock();
    try {
      if (listeners.isEmpty()) {
        tail = null;
      }
      while (listeners.isEmpty() && !closed) {
        news.await();
      }
      long left = TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
      while (!closed && left > 0) {
        left = news.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException _) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void look(boolean whole) {
    Tail following = tail;
    if (following == null) {
      return;
    }
    for (Log.Line line : following.look()) {
      changes.mark(line.id());
      Event event = Event.line(LineView.of(line));
      listeners.stream().filter(one -> one.follows(line.id())).forEach(one -> one.offer(event));
    }
    if (whole) {
      changes.gather(listeners);
    }
    changes.tell(listeners);
  }

  /// Cuts everyone off.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
    listeners.forEach(Listener::cut);
  }
}
