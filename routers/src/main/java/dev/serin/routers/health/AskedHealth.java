package dev.serin.routers.health;

import dev.serin.core.engine.Workload.Health;
import dev.serin.core.traffic.Revision;
import dev.serin.routers.PoolHealth;
import dev.serin.routers.Pools;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/// Asks a balancer that checks its servers itself, each second, which of its pools can take
/// traffic.
public final class AskedHealth implements PoolHealth {
  private final Function<String, Health> balancer;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("serin-health").factory());
  private final Map<String, Health> answers = new ConcurrentHashMap<>();
  private volatile Pools pools;

  private AskedHealth(Pools pools, Function<String, Health> balancer) {
    this.pools = pools;
    this.balancer = balancer;
  }

  /// Begins to ask.
  ///
  /// @param balancer says it of a pool by its name; may take a moment
  public static AskedHealth start(Pools pools, Function<String, Health> balancer) {
    AskedHealth asked = new AskedHealth(pools, balancer);
    var _ = asked.clock.scheduleWithFixedDelay(asked::ask, 0, 1, TimeUnit.SECONDS);
    return asked;
  }

  private void ask() {
    for (Pools.Pool pool : List.of(pools.first(), pools.second())) {
      answers.put(pool.name(), ask(pool.name()));
    }
  }

  /// What broke once is asked again: the clock would never tick again after an exception.
  private Health ask(String pool) {
    try {
      return balancer.apply(pool);
    } catch (RuntimeException broken) {
      return new Health.Unavailable("it can not be told whether " + pool + " is up: " + broken);
    }
  }

  private Stream<Pools.Pool> running(Revision revision) {
    return Stream.of(pools.first(), pools.second())
        .filter(pool -> pool.revision().equals(revision));
  }

  @Override
  public Health health(Revision revision) {
    return running(revision)
        .map(pool -> answers.getOrDefault(pool.name(), unknown(pool)))
        .findFirst()
        .orElseGet(() -> new Health.Unavailable("no backend runs revision " + revision));
  }

  private static Health unknown(Pools.Pool pool) {
    return new Health.Unavailable("it is not known yet whether " + pool.name() + " is up");
  }

  @Override
  public boolean checked(Revision revision) {
    return running(revision).allMatch(pool -> answers.containsKey(pool.name()));
  }

  @Override
  public void revisions(Pools next) {
    pools = next;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
