package dev.serin.core.engine;

import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A store that passes everything on to another, for tests that let one thing go wrong.
class PassingStore implements RolloutStore {
  private final RolloutStore inner;

  PassingStore(RolloutStore inner) {
    this.inner = inner;
  }

  @Override
  public Saved save(RolloutId id, Change change) {
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
