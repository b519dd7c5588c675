package dev.serin.server.node;

import dev.serin.core.engine.RolloutStore;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Transition;
import dev.serin.server.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The store as a node's engine sees it: only rollouts that the node holds, each under its lease.
/// What it holds nobody else changes, so that it is read once; saving asks the database all the
/// same.
final class NodeStore implements RolloutStore {
  private final Store store;
  private final Map<RolloutId, Resident> residents;

  NodeStore(Store store, Map<RolloutId, Resident> residents) {
    this.store = store;
    this.residents = residents;
  }

  @Override
  public Optional<Stored> find(RolloutId id) {
    Resident resident = held(id);
    if (resident.stored == null) {
      Optional<Stored> found = store.find(id);
      if (found.isEmpty() && resident.known) {
        resident.leaving = true;
        throw new StoreException("rollout " + id + " was deleted", null);
      }
      resident.known |= found.isPresent();
      resident.stored = found.orElse(null);
      held(id);
    }
    return Optional.ofNullable(resident.stored);
  }

  private Resident held(RolloutId id) {
    @Nullable Resident resident = residents.get(id);
    if (resident == null || !resident.lease().held()) {
      throw new StoreException(
          "this node does not run rollout " + id + " any more: its lease is over", null);
    }
    return resident;
  }

  /// A lost lease is a conflict here; whoever looks again is told by [#find].
  @Override
  public Saved save(RolloutId id, Change change) {
    Resident resident = held(id);
    return switch (store.save(change, resident.lease())) {
      case Store.Leased.Done(var version) -> {
        resident.known = true;
        resident.stored = new Stored(change.status(), change.runs(), version);
        yield new Saved.Done(version);
      }
      case Store.Leased.Conflict _, Store.Leased.Lost _ -> {
        resident.stored = null;
        yield new Saved.Conflict();
      }
    };
  }

  @Override
  public long request(RolloutId id, Command command, String by, Instant at) {
    return store.request(id, command, by, at);
  }

  /// Asks the database only when somebody may have asked something; until it is answered.
  @Override
  public List<Request> requests(RolloutId id) {
    Resident resident = held(id);
    if (!resident.asked) {
      return List.of();
    }
    resident.asked = false;
    List<Request> requests = store.requests(id);
    if (!requests.isEmpty()) {
      resident.asked = true;
    }
    return requests;
  }

  @Override
  public Optional<Command.Answer> answer(long request) {
    return store.answer(request);
  }

  @Override
  public List<Transition> transitions(RolloutId id) {
    return store.transitions(id);
  }
}
