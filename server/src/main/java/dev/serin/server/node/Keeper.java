package dev.serin.server.node;

import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.core.rollout.RolloutId;
import dev.serin.server.metrics.NodeMetrics;
import dev.serin.server.rollouts.Summary;
import dev.serin.server.store.Catalog;
import dev.serin.server.store.DocumentId;
import dev.serin.server.store.Lease;
import dev.serin.server.store.Leases;
import dev.serin.server.store.Store;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Keeps a node's leases, takes its share of the rollouts, and finds what other processes changed
/// or asked.
final class Keeper implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Keeper.class.getName());

  /// How often it looks for what other processes changed or asked.
  private static final Duration NEWS = Duration.ofMillis(200);

  /// So many rollouts at once go to another node that has fewer.
  private static final int HANDED_ON = 50;

  /// So many are taken at once: leases have to be renewed in between.
  private static final int TAKEN = 500;

  private final Parts parts;
  private final Room room;
  private final Catalog catalog;
  private final ScheduledExecutorService leasing = thread("leases");
  private final ScheduledExecutorService reading = thread("news");
  private final AtomicBoolean asked = new AtomicBoolean();
  private long seen;

  /// What it works with.
  record Parts(Store store, Leases leases, NodeMetrics metrics) {}

  /// The node's rollouts.
  interface Room {
    /// The node may run one more.
    void enter(Lease lease);

    /// A document was changed or deleted.
    void changed(DocumentId document);

    /// Somebody asks something of a rollout, which may be another node's.
    void asked(RolloutId id);

    /// All that the node runs.
    Collection<Resident> all();

    /// The node is to run one no more.
    void leave(Resident resident);
  }

  Keeper(Parts parts, Room room) {
    this.parts = parts;
    this.room = room;
    this.catalog = new Catalog(parts.store());
    this.seen = catalog.number();
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name(name).factory());
  }

  void start() {
    every(leasing, Leases.EVERY, this::keep);
    every(reading, NEWS, this::read);
  }

  private static void every(ScheduledExecutorService thread, Duration pace, Runnable work) {
    var _ =
        thread.scheduleWithFixedDelay(
            () -> guarded(work), 0, pace.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// What fails is tried again at its next time.
  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (StoreException failed) {
      LOG.log(System.Logger.Level.WARNING, String.valueOf(failed.getMessage()));
    } catch (RuntimeException broken) {
      LOG.log(System.Logger.Level.ERROR, "the node goes on", broken);
    }
  }

  /// Something was changed or asked here: it is taken up at once.
  void news() {
    if (asked.compareAndSet(false, true)) {
      try {
        reading.execute(
            () -> {
              asked.set(false);
              guarded(this::read);
            });
      } catch (RejectedExecutionException _) {
        // The node is closed.
      }
    }
  }

  private void keep() {
    renew();
    parts.leases().mend().forEach(room::enter);
    room.all().stream().filter(it -> it.lease().lost()).toList().forEach(room::leave);
    share();
    parts.metrics().holds(room.all().size());
  }

  private void renew() {
    List<Lease> lost = parts.leases().renew();
    parts.metrics().renewed();
    if (!lost.isEmpty()) {
      parts.metrics().lost(lost.size());
      LOG.log(
          System.Logger.Level.WARNING,
          lost.size() + " rollouts were lost, because their leases were renewed too late");
    }
  }

  /// Takes what is vacant, up to a fair share; gives on what is more than that.
  private void share() {
    Leases.Census census = parts.leases().census();
    int fair = Math.ceilDiv(census.rollouts(), Math.max(1, census.nodes()));
    int mine = room.all().size();
    if (census.vacant() > 0 && mine < fair) {
      take(fair - mine);
    } else if (mine > fair) {
      room.all().stream()
          .filter(Keeper::movable)
          .limit(Math.min(HANDED_ON, mine - fair))
          .toList()
          .forEach(room::leave);
    }
  }

  private void take(int wanted) {
    int open = wanted;
    int got = TAKEN;
    while (open > 0 && got == TAKEN) {
      List<Lease> taken = parts.leases().acquireVacant(Math.min(open, TAKEN));
      taken.forEach(room::enter);
      got = taken.size();
      open -= got;
      renew();
    }
  }

  /// One that rests, and whose users do not come through this process.
  private static boolean movable(Resident resident) {
    Summary summary = resident.summary;
    var hosting = resident.hosting;
    return summary != null
        && !resident.leaving
        && hosting != null
        && hosting.front().router().kind() != dev.serin.server.router.RouterChoice.Kind.GATEWAY
        && summary.desired().equals(summary.stable());
  }

  private void read() {
    long number = catalog.number();
    if (number != seen) {
      List<Catalog.Entry> changed = catalog.since(seen);
      seen = number;
      changed.forEach(entry -> room.changed(entry.key()));
      if (changed.stream().anyMatch(entry -> entry.key().kind().equals(DocumentId.ROLLOUT))) {
        leasing.execute(() -> guarded(this::share));
      }
    }
    catalog.asked().forEach(room::asked);
  }

  @Override
  public void close() {
    leasing.shutdownNow();
    reading.shutdownNow();
  }
}
