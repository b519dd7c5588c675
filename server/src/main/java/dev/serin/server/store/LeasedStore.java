package dev.serin.server.store;

import dev.serin.core.engine.RolloutStore;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A store for the engine of one rollout, which does nothing once the lease is over: what it finds
/// is what it would act on.
final class LeasedStore implements RolloutStore {
  private final Store store;
  private final Lease lease;

  LeasedStore(Store store, Lease lease) {
    this.store = store;
    this.lease = lease;
  }

  @Override
  public Optional<Stored> find(RolloutId id) {
    if (!lease.id().equals(id)) {
      throw new IllegalArgumentException(lease + " is not for rollout " + id);
    }
    Optional<Stored> found = store.find(id);
    if (!lease.held()) {
      throw new StoreException(
          "this node does not run rollout " + id + " any more: its lease is over", null);
    }
    return found;
  }

  /// A lost lease is a conflict here; whoever looks again is told by [#find].
  @Override
  public Saved save(RolloutId id, Change change) {
    if (!lease.id().equals(id)) {
      throw new IllegalArgumentException(lease + " is not for rollout " + id);
    }
    return switch (store.save(change, lease)) {
      case Store.Leased.Done(var version) -> new Saved.Done(version);
      case Store.Leased.Conflict _, Store.Leased.Lost _ -> new Saved.Conflict();
    };
  }

  @Override
  public long request(RolloutId id, Command command, String by, Instant at) {
    return store.request(id, command, by, at);
  }

  @Override
  public List<Request> requests(RolloutId id) {
    return store.requests(id);
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
