package dev.serin.routers;

import static dev.serin.routers.FakeBalancer.POOLS;
import static dev.serin.routers.FakeBalancer.SHOP;
import static dev.serin.routers.FakeBalancer.V1;
import static dev.serin.routers.FakeBalancer.trial;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.engine.TrafficRouter.OnDrift;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.engine.Workload;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.signals.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The parts of a balancer hear of each other what they must.
class LocalBalancerTest {
  private final List<String> heard = new ArrayList<>();
  private Live live = new Live.Unset();
  private final LocalBalancer balancer =
      new LocalBalancer(
          "nginx", POOLS, new LocalBalancer.Parts(new Router(), new Book(), new Pulse()));

  private final class Router implements PoolRouter {
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
      return live;
    }

    @Override
    public void release(RolloutId rollout) {
      heard.add("router released");
    }

    @Override
    public void revisions(Pools pools) {
      heard.add("router " + pools.second().revision());
    }
  }

  private final class Book implements Ledger {
    @Override
    public void routed(Routing routing, Weight effective) {
      heard.add("log " + routing.stable() + "/" + routing.canary() + " " + effective);
    }

    @Override
    public void revisions(Pools pools) {
      heard.add("log " + pools.second().revision());
    }

    @Override
    public Counted counted() {
      return new Counted.Nothing("nothing");
    }

    @Override
    public Signals signals(Duration window) {
      return new Signals(Instant.EPOCH, window, List.of());
    }

    @Override
    public Tidings tidings() {
      return Tidings.NONE;
    }

    @Override
    public Optional<String> trouble() {
      return Optional.of("trouble");
    }

    @Override
    public void close() {
      heard.add("log closed");
    }
  }

  private final class Pulse implements PoolHealth {
    @Override
    public Workload.Health health(Revision revision) {
      return new Workload.Health.Unavailable(revision + " is ill");
    }

    @Override
    public boolean checked(Revision revision) {
      return revision.equals(V1);
    }

    @Override
    public void revisions(Pools pools) {
      heard.add("health " + pools.second().revision());
    }

    @Override
    public void close() {
      heard.add("health closed");
    }
  }

  @Test
  void theLogHearsWhatIsInForceAndNothingElse() {
    balancer.router().observe(SHOP);
    live = new Live.Unavailable("off");
    balancer.router().apply(SHOP, trial(10));
    assertThat(heard).isEmpty();
    live = new Live.Routed(trial(10), new Weight(100_100), "a");
    balancer.router().apply(SHOP, trial(10));
    live = new Live.Drifted(trial(10), Weight.percent(50), "by hand", OnDrift.HOLD);
    balancer.router().observe(SHOP);
    assertThat(heard).containsExactly("log v1/v2 10.01%", "log v1/v2 50%");
  }

  @Test
  void afterItsReleaseNothingIsOnTrial() {
    live = FakeBalancer.routed(10);
    balancer.router().release(SHOP);
    assertThat(heard).containsExactly("router released", "log v1/v1 0%");
  }

  @Test
  void allHearOfNewRevisionsOnce() {
    balancer.revisions(List.of(new Pools.Pool("two", new Revision("v3"))));
    balancer.revisions(List.of(new Pools.Pool("two", new Revision("v3"))));
    balancer.revisions(List.of(new Pools.Pool("strange", new Revision("v4"))));
    assertThat(heard).containsExactly("router v3", "log v3", "health v3");
  }

  @Test
  void whatItKnowsIsWhatItsPartsKnow() {
    assertThat(balancer.name()).isEqualTo("nginx");
    assertThat(balancer.counted()).isEqualTo(new Counted.Nothing("nothing"));
    assertThat(balancer.signals(Duration.ofSeconds(5)).window()).isEqualTo(Duration.ofSeconds(5));
    assertThat(balancer.tidings()).isEqualTo(Tidings.NONE);
    assertThat(balancer.trouble()).contains("trouble");
    assertThat(balancer.health(V1)).isEqualTo(new Workload.Health.Unavailable("v1 is ill"));
    assertThat(balancer.checked(V1)).isTrue();
    balancer.close();
    assertThat(heard).containsExactly("log closed", "health closed");
  }
}
