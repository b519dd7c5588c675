package dev.serin.server.api;

import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.core.rollout.RolloutId;
import dev.serin.server.rollouts.Overview;
import dev.serin.server.rollouts.Rollouts;
import dev.serin.server.store.Catalog;
import dev.serin.server.store.DocumentId;
import dev.serin.server.store.Log;
import dev.serin.server.store.Store;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which rollouts have changed, and what of that has been told.
final class Changes {
  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /// How many are told of at one look, so that lines of the log do not wait behind them.
  private static final int AT_ONCE = 200;

  private final Rollouts rollouts;
  private final Log log;
  private final Catalog catalog;
  private final Set<RolloutId> marked = ConcurrentHashMap.newKeySet();
  private final Map<RolloutId, Told> told = new HashMap<>();
  private final Set<RolloutId> broken = new HashSet<>();
  private volatile boolean idle = true;
  private long catalogNumber = -1;
  private Instant changedAt = Instant.MAX;

  Changes(Rollouts rollouts, Store store) {
    this.rollouts = rollouts;
    this.log = new Log(store);
    this.catalog = new Catalog(store);
  }

  /// What was told of a rollout last, and when.
  ///
  /// @param desired what is wanted of it, which may change without the other two
  private record Told(long version, Instant updatedAt, String desired, long nanos) {
    static Told of(Overview seen, long nanos) {
      return new Told(seen.version(), seen.updatedAt(), seen.summary().desired(), nanos);
    }

    boolean same(Told other) {
      return version == other.version()
          && updatedAt.equals(other.updatedAt())
          && desired.equals(other.desired());
    }
  }

  /// Notes that a rollout has changed, on this node or another.
  void mark(RolloutId id) {
    if (!idle) {
      marked.add(id);
    }
  }

  /// Begins anew, for who listens from now on.
  synchronized void forget() {
    idle = false;
    marked.clear();
    told.clear();
    catalogNumber = -1;
    changedAt = Instant.MAX;
  }

  /// Finds what other nodes have changed without a line in the log.
  synchronized void gather(Collection<Listener> listeners) {
    idle = listeners.isEmpty();
    boolean all = false;
    for (Listener listener : listeners) {
      RolloutId only = listener.only();
      if (only == null) {
        all = true;
      } else {
        marked.add(only);
      }
    }
    if (all) {
      gatherChanged();
      gatherDeleted();
    }
  }

  private void gatherChanged() {
    List<Log.Glimpse> changed = log.changedSince(changedAt);
    if (!changed.isEmpty()) {
      changedAt = changed.getFirst().updatedAt();
    } else if (changedAt.equals(Instant.MAX)) {
      changedAt = Instant.EPOCH;
    }
    changed.stream()
        .filter(glimpse -> !toldOf(glimpse))
        .forEach(glimpse -> marked.add(glimpse.id()));
  }

  private boolean toldOf(Log.Glimpse glimpse) {
    Told last = told.get(glimpse.id());
    return last != null && last.updatedAt().equals(glimpse.updatedAt());
  }

  private void gatherDeleted() {
    long number = catalog.number();
    if (catalogNumber >= 0 && number > catalogNumber) {
      catalog.since(catalogNumber).stream()
          .filter(entry -> entry.content() == null)
          .map(Catalog.Entry::key)
          .filter(key -> key.kind().equals(DocumentId.ROLLOUT))
          .forEach(key -> marked.add(new RolloutId(key.namespace(), key.name())));
    }
    catalogNumber = number;
  }

  /// Tells of what is marked, of each rollout at most once in a second.
  synchronized void tell(Collection<Listener> listeners) {
    long now = System.nanoTime();
    marked.stream()
        .filter(id -> !told.containsKey(id) || now - told.get(id).nanos() >= SECOND)
        .limit(AT_ONCE)
        .toList()
        .forEach(
            id -> guarded(id, listeners.stream().filter(one -> one.follows(id)).toList(), now));
  }

  /// One that can not be told of keeps nobody from hearing of the others. It is logged once.
  private void guarded(RolloutId id, List<Listener> followers, long now) {
    try {
      tell(id, followers, now);
      broken.remove(id);
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      if (broken.add(id)) {
        LOG.error("rollout {} can not be told of in event streams", id, e);
      }
    }
  }

  private void tell(RolloutId id, List<Listener> followers, long now) {
    marked.remove(id);
    if (followers.isEmpty()) {
      return;
    }
    Optional<Overview> found = rollouts.find(id);
    if (found.isEmpty()) {
      told.remove(id);
      Event event = Event.deleted(id);
      followers.forEach(one -> one.offer(event));
      return;
    }
    Overview seen = found.get();
    Told next = Told.of(seen, now);
    Told before = told.put(id, next);
    if (before == null || !before.same(next)) {
      send(seen, followers);
    }
  }

  private static void send(Overview seen, List<Listener> followers) {
    RolloutId id = seen.id();
    List<Listener> near = followers.stream().filter(one -> one.only() != null).toList();
    if (!near.isEmpty()) {
      Event event = Event.rollout(id, RolloutView.of(seen));
      near.forEach(one -> one.offer(event));
    }
    if (near.size() < followers.size()) {
      Event event =
          Event.rollout(id, SummaryView.of(id, seen.summary(), seen.version(), seen.updatedAt()));
      followers.stream().filter(one -> one.only() == null).forEach(one -> one.offer(event));
    }
  }
}
