package dev.serin.core.engine;

import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A store that can not save for a while, after it saved twice.
final class Refusing implements RolloutStore {
  private final RolloutStore inner;
  private int saves;
  private int refusals;

  Refusing(RolloutStore inner, int refusals) {
    this.inner = inner;
    this.refusals = refusals;
  }

  @Override
  public Saved save(RolloutId id, Change change) {
    saves++;
    if (saves > 2 && refusals > 0) {
      refusals--;
      throw new StoreException("the disk is full", null);
    }
    return inner.save(id, change);
  }

  @Override
  public Optional<Stored> find(RolloutId id) {
    return inner.find(id);
  }

  @Override
  public long request(RolloutId id, Command command, String by, Instant at) {
    return inner.request(id, command, by, at);
  }

  @Override
  public List<Request> requests(RolloutId id) {
    return inner.requests(id);
  }

  @Override
  public Optional<Command.Answer> answer(long request) {
    return inner.answer(request);
  }

  @Override
  public List<Transition> transitions(RolloutId id) {
    return inner.transitions(id);
  }
}
