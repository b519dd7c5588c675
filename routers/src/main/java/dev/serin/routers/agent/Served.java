package dev.serin.routers.agent;

import dev.serin.core.rollout.RolloutId;
import dev.serin.routers.Balancer;
import dev.serin.routers.Pools;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One rollout of an agent, and its balancer.
///
/// It is steered in the order in which letters come: one whose sender gave up waiting must not come
/// into force after the next. Looks do not wait for that.
final class Served {
  private static final int LONGEST_WINDOW = 600;

  private final Balancer balancer;
  private final ReentrantLock turn = new ReentrantLock(true);
  private volatile List<Pools.Pool> told = List.of();

  Served(Balancer balancer) {
    this.balancer = balancer;
  }

  Answer answer(Ask.Letter letter) {
    RolloutId rollout = letter.rollout();
    if (!letter.pools().isEmpty() && !letter.pools().equals(told)) {
      inTurn(() -> tell(letter.pools()));
    }
    return switch (letter.ask()) {
      case Ask.Observe() -> inTurn(() -> new Answer.Routed(balancer.router().observe(rollout)));
      case Ask.Apply(var routing) ->
          inTurn(() -> new Answer.Routed(balancer.router().apply(rollout, routing)));
      case Ask.Release() -> inTurn(() -> release(rollout));
      case Ask.Look look -> looked(look);
    };
  }

  private <T> T inTurn(Supplier<T> work) {
    turn.lock();
    try {
      return work.get();
    } finally {
      turn.unlock();
    }
  }

  private List<Pools.Pool> tell(List<Pools.Pool> pools) {
    balancer.revisions(pools);
    told = pools;
    return pools;
  }

  private Answer release(RolloutId rollout) {
    balancer.router().release(rollout);
    return new Answer.Routed(balancer.router().observe(rollout));
  }

  private Answer looked(Ask.Look look) {
    Optional<String> trouble = balancer.trouble();
    return new Answer.Looked(
        balancer.counted(),
        look.windows().stream()
            .map(seconds -> Duration.ofSeconds(Math.clamp(seconds, 1, LONGEST_WINDOW)))
            .map(balancer::signals)
            .toList(),
        balancer.tidings(),
        trouble.orElse(""),
        look.revisions().stream()
            .map(it -> new Answer.Pulse(it, balancer.health(it), balancer.checked(it)))
            .toList());
  }
}
