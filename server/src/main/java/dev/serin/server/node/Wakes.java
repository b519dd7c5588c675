package dev.serin.server.node;

import dev.serin.core.engine.Timeline;
import dev.serin.core.rollout.RolloutId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Real time for an engine whose rollouts have turns: news of one brings its turn forward, and
/// nobody waits.
record Wakes(Consumer<RolloutId> news) implements Timeline {
  @Override
  public Instant instant() {
    return InstantSource.system().instant();
  }

  /// @throws UnsupportedOperationException always
  @Override
  public void await(Instant then) {
    throw new UnsupportedOperationException("a node's rollouts have turns, and do not wait");
  }

  @Override
  public void wake() {}

  @Override
  public void wake(RolloutId rollout) {
    news.accept(rollout);
  }
}
