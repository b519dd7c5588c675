package dev.serin.server.notify;

import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.server.metrics.DeliveryMetrics;
import dev.serin.server.metrics.DeliveryMetrics.Outcome;
import dev.serin.server.store.Outbox;
import dev.serin.server.store.Outbox.Delivery;
import dev.serin.server.store.Outbox.Message;
import dev.serin.server.store.Outbox.Notice;
import dev.serin.server.store.Outbox.Post;
import dev.serin.server.store.Outbox.Retry;
import dev.serin.server.store.Outbox.State;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Empties the outbox: makes messages of transitions, and brings each to its destination. All nodes
/// have one, and they share the work.
final class Postman implements AutoCloseable {
  /// How long nobody else sends a message that this one has; longer than any destination's timeout.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// How often it looks without being told that there is something.
  private static final Duration LOOKS = Duration.ofSeconds(1);

  private static final Duration CLEANS = Duration.ofMinutes(10);
  private static final Duration COUNTS = Duration.ofSeconds(15);

  /// How many transitions are made into messages at once.
  private static final int TOGETHER = 100;

  /// How many messages are on their way at once.
  private static final int HANDS = 16;

  private static final Logger LOG = System.getLogger("dev.serin.notifications");

  private final Outbox outbox;
  private final Round round;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore hands = new Semaphore(HANDS);
  private final Semaphore news = new Semaphore(0);
  private final Thread walker;
  private final CountDownLatch closing = new CountDownLatch(1);
  private long cleaned = System.nanoTime();
  private long counted = System.nanoTime() - COUNTS.toNanos();

  /// What it does with what it finds.
  ///
  /// @param write makes messages of a transition
  /// @param send sends a message once
  record Round(
      Function<Notice, List<Message>> write,
      Function<Message, Sent> send,
      NotificationSettings.Pace pace,
      DeliveryMetrics metrics) {}

  Postman(Outbox outbox, Round round) {
    this.outbox = outbox;
    this.round = round;
    this.walker = Thread.ofVirtual().name("notifications").start(this::walk);
  }

  /// Says that there may be something in the outbox. Never waits.
  void wake() {
    news.release();
  }

  private void walk() {
    while (closing.getCount() > 0) {
      try {
        boolean posted = post();
        boolean delivered = deliver();
        keepHouse();
        if (!posted && !delivered) {
          boolean _ = news.tryAcquire(LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        }
        news.drainPermits();
      } catch (StoreException e) {
        LOG.log(Level.WARNING, "the outbox can not be used: " + e.getMessage());
        rest();
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "the outbox could not be emptied", e);
        rest();
      }
    }
  }

  private void rest() {
    try {
      boolean _ = closing.await(LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      closing.countDown();
    }
  }

  /// Makes messages of transitions.
  ///
  /// @return true when there may be more
  private boolean post() {
    List<Notice> notices = outbox.notices(TOGETHER);
    outbox.put(
        notices.stream()
            .map(notice -> new Post(notice.number(), round.write().apply(notice)))
            .toList());
    return notices.size() == TOGETHER;
  }

  /// Sends what is due.
  ///
  /// @return true when there may be more
  private boolean deliver() {
    int free = hands.drainPermits();
    List<Delivery> claimed = List.of();
    try {
      claimed = free == 0 ? List.of() : outbox.claim(free, PATIENCE);
    } finally {
      hands.release(free - claimed.size());
    }
    for (Delivery delivery : claimed) {
      threads.execute(() -> bring(delivery));
    }
    return free > 0 && claimed.size() == free;
  }

  private void bring(Delivery delivery) {
    long began = System.nanoTime();
    try {
      Outcome outcome = note(delivery, round.send().apply(delivery.message()));
      round
          .metrics()
          .sent(delivery.message().service(), outcome, Duration.ofNanos(System.nanoTime() - began));
    } catch (StoreException e) {
      // It is sent again when the store can be used: better twice than never.
      LOG.log(Level.WARNING, "what came of a message could not be noted: " + e.getMessage());
    } finally {
      hands.release();
      wake();
    }
  }

  private Outcome note(Delivery delivery, Sent sent) {
    return switch (sent) {
      case Sent.Taken _ -> {
        outbox.delivered(delivery);
        yield Outcome.DELIVERED;
      }
      case Sent.Never(var why) -> {
        outbox.refused(delivery, why);
        yield gaveUp(delivery, why);
      }
      case Sent.Later(var why) -> {
        Retry retry = new Retry(pause(delivery.attempts()), round.pace().giveUp());
        yield outbox.failed(delivery, why, retry) == State.DEAD
            ? gaveUp(delivery, why)
            : Outcome.FAILED;
      }
    };
  }

  private static Outcome gaveUp(Delivery delivery, String why) {
    LOG.log(
        Level.WARNING,
        "message {0} ({1} of {2} by {3}) is given up: {4}",
        delivery.message().id(),
        delivery.message().event(),
        delivery.message().rollout(),
        delivery.message().service(),
        why);
    return Outcome.DEAD;
  }

  /// Doubles with each try. Half of it is left to chance, so that nodes and destinations that
  /// failed
  /// together do not come back together.
  Duration pause(int attempts) {
    long longest = round.pace().most().toMillis();
    long doubled = round.pace().first().toMillis() << Math.clamp(attempts - 1L, 0, 20);
    long whole = Math.min(longest, doubled <= 0 ? longest : doubled);
    return Duration.ofMillis(whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1));
  }

  private void keepHouse() {
    long now = System.nanoTime();
    if (now - counted > COUNTS.toNanos()) {
      counted = now;
      round.metrics().depth(outbox.depth());
    }
    if (now - cleaned > CLEANS.toNanos()) {
      cleaned = now;
      outbox.forget(round.pace().keep());
    }
  }

  /// Lets what is on its way come to its end, for a while.
  @Override
  public void close() {
    closing.countDown();
    walker.interrupt();
    try {
      walker.join();
      boolean _ = hands.tryAcquire(HANDS, 10, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }
}
