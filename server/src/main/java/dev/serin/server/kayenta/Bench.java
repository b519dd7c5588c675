package dev.serin.server.kayenta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.server.kayenta.Shelf.Item;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries executions on when they are due. What a node that died was at, another one takes over,
/// or the same one after its start.
final class Bench implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bench.class);
  private static final int AT_ONCE = 4;

  /// How long an execution is left to a node that does not say that it is at it.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration KEPT = Duration.ofDays(30);
  private static final Duration FORGETTING = Duration.ofHours(1);

  private final Shelf shelf;
  private final Accounts accounts;
  private final InstantSource clock = InstantSource.system();
  private final Semaphore news = new Semaphore(0);
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread watch;
  private volatile boolean closed;

  Bench(Shelf shelf, Accounts accounts) {
    this.shelf = shelf;
    this.accounts = accounts;
    this.watch = Thread.ofVirtual().name("canaries").start(this::watch);
  }

  /// Looks at once for what is due.
  void look() {
    news.release();
  }

  private void watch() {
    Instant forgotten = Instant.EPOCH;
    while (!closed) {
      try {
        Instant now = clock.instant();
        take(now);
        if (now.isAfter(forgotten.plus(FORGETTING))) {
          shelf.forget(now.minus(KEPT).toEpochMilli());
          forgotten = now;
        }
      } catch (StoreException e) {
        LOG.warn("canary executions stand still: {}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("canary executions go on", e);
      }
      try {
        if (news.tryAcquire(1, TimeUnit.SECONDS)) {
          news.drainPermits();
        }
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void take(Instant now) {
    long until = now.plus(PATIENCE).toEpochMilli();
    shelf.hold(Set.copyOf(busy), until);
    int free = AT_ONCE - busy.size();
    if (free <= 0) {
      return;
    }
    List<Item> due = shelf.take(now.toEpochMilli(), until, free);
    for (Item item : due) {
      busy.add(item.id());
      workers.execute(() -> carryOn(item));
    }
  }

  private void carryOn(Item item) {
    try {
      Instant now = clock.instant();
      Canary.Ended next =
          switch (item.kind()) {
            case CANARY -> Canary.ended(item, Canary.run(item, accounts), clock.instant());
            case ANALYSIS -> Analysis.step(item, accounts, now);
            case CONFIG, PAIRS ->
                throw new IllegalArgumentException(item.kind() + " is no execution");
          };
      // An interruption makes metrics fail that another node can read: it is not an outcome.
      if (!closed) {
        shelf.progress(next.item(), next.made());
      }
    } catch (StoreException e) {
      LOG.warn("canary execution {} is tried again: {}", item.id(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("canary execution {} ended by a fault", item.id(), e);
      end(item);
    } finally {
      busy.remove(item.id());
      look();
    }
  }

  private void end(Item item) {
    ObjectNode tree = item.tree();
    Execution.end(tree, Execution.TERMINAL, clock.instant());
    shelf.progress(item.with(Execution.TERMINAL, null), List.of());
  }

  @Override
  public void close() {
    closed = true;
    watch.interrupt();
    workers.shutdownNow();
    try {
      // Another node, or the next process, need not wait until these are free.
      shelf.hold(Set.copyOf(busy), 0);
    } catch (StoreException e) {
      LOG.warn("canary executions are kept for a while: {}", e.getMessage());
    }
  }
}
