package dev.serin.routers;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.engine.TrafficSignals.Split;
import dev.serin.core.engine.Workload;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.judge.Served;
import dev.serin.judge.latency.LatencyBuckets;
import dev.serin.judge.latency.LatencyHistogram;
import dev.serin.signals.Role;
import dev.serin.signals.SignalBook;
import dev.serin.signals.Signals;
import dev.serin.signals.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A balancer that does as it is told, by a test or by its engine.
public final class FakeBalancer implements Balancer {
  public static final RolloutId SHOP = new RolloutId("default", "shop");
  public static final Revision V1 = new Revision("v1");
  public static final Revision V2 = new Revision("v2");
  public static final Pools POOLS = new Pools(new Pools.Pool("one", V1), new Pools.Pool("two", V2));

  private final String name;
  private final SignalBook book = new SignalBook(1, 1);
  public volatile TrafficRouter.Live live = new TrafficRouter.Live.Unset();
  public volatile Counted counted = new Counted.Nothing("nothing is counted");
  public volatile String trouble = "";
  public volatile Workload.Health health = new Workload.Health.Available();
  public volatile CountDownLatch applies = new CountDownLatch(0);
  public volatile boolean released;
  public volatile boolean closed;
  public volatile @Nullable List<Pools.Pool> told;

  public FakeBalancer(String name) {
    this.name = name;
  }

  public static Routing trial(int percent) {
    return new Routing(V1, V2, Weight.percent(percent), List.of(), List.of());
  }

  public static TrafficRouter.Live.Routed routed(int percent) {
    return new TrafficRouter.Live.Routed(trial(percent), Weight.percent(percent), "e" + percent);
  }

  /// Some counts; all answers took 20 ms.
  public static Counted.Sides sides(String epoch, long stable, long canary) {
    return new Counted.Sides(epoch, new Split("s1", 0.1, true), served(stable), served(canary));
  }

  public static Served served(long requests) {
    long[] counts = new long[LatencyBuckets.FINE.count()];
    counts[LatencyBuckets.fine(20_000)] = requests;
    LatencyHistogram latency = LatencyHistogram.of(LatencyBuckets.FINE, counts);
    return new Served(requests, requests, 0, 0, latency);
  }

  /// Requests that people are shown.
  public void show(Role role, Revision revision, int requests) {
    Tally tally = book.open(role, revision).tallies().at(0, 0);
    tally.answered(200, Duration.ofMillis(20).toNanos(), requests);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public TrafficRouter router() {
    return new TrafficRouter() {
      @Override
      public Set<Capability> capabilities() {
        return Set.of(Capability.WEIGHT);
      }

      @Override
      public Live observe(RolloutId rollout) {
        return live;
      }

      @Override
      public Live apply(RolloutId rollout, Routing desired) {
        try {
          applies.await();
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
        if (!(live instanceof Live.Unavailable)) {
          live = new Live.Routed(desired, desired.weight(), "e" + desired.weight().toPercent());
        }
        return live;
      }

      @Override
      public void release(RolloutId rollout) {
        released = true;
        live = new Live.Unset();
      }
    };
  }

  @Override
  public Workload.Health health(Revision revision) {
    return health;
  }

  @Override
  public boolean checked(Revision revision) {
    return true;
  }

  @Override
  public Counted counted() {
    return counted;
  }

  @Override
  public Signals signals(Duration window) {
    return book.snapshot(window, book.all());
  }

  @Override
  public Tidings tidings() {
    return new Tidings(100, 1, OptionalLong.of(2));
  }

  @Override
  public Optional<String> trouble() {
    return trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
  }

  @Override
  public void revisions(List<Pools.Pool> pools) {
    told = pools;
  }

  @Override
  public void close() {
    closed = true;
  }
}
