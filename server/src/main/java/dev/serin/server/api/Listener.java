package dev.serin.server.api;

import dev.serin.core.rollout.RolloutId;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Somebody who has an event stream open. Events wait here while earlier ones are on their way; who
/// lets too many wait is cut off.
final class Listener {
  private final @Nullable RolloutId only;
  private final Caller caller;
  private final BlockingQueue<Event> waiting;
  private @Nullable Thread writer = Thread.currentThread();
  private boolean cut;

  /// Who listens is the current thread.
  ///
  /// @param only the one rollout that is followed; null for all
  /// @param caller who listens, and sees what they may
  /// @param patience how many events may wait
  Listener(@Nullable RolloutId only, Caller caller, int patience) {
    this.only = only;
    this.caller = caller;
    this.waiting = new ArrayBlockingQueue<>(patience);
  }

  /// Who listens.
  String name() {
    return caller.principal().name();
  }

  @Nullable RolloutId only() {
    return only;
  }

  boolean follows(RolloutId id) {
    return only == null ? caller.sees(id) : only.equals(id);
  }

  /// Never waits.
  void offer(Event event) {
    if (!waiting.offer(event)) {
      cut();
    }
  }

  /// The next event; null when none came in time, or the listener was cut off.
  @Nullable Event next(long seconds) throws InterruptedException {
    return waiting.poll(seconds, TimeUnit.SECONDS);
  }

  /// Ends the stream, also when its client does not read.
  synchronized void cut() {
    cut = true;
    if (writer != null) {
      writer.interrupt();
    }
  }

  synchronized boolean isCut() {
    return cut;
  }

  /// After this the thread that listened is left alone.
  synchronized void leave() {
    writer = null;
    // What cut this off is not meant for what the thread does next.
    Thread.interrupted();
  }
}
