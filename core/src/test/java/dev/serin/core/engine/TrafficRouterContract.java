package dev.serin.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.RequestMatch;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.TextMatch;
import dev.serin.core.traffic.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an engine relies on from any router. A router's test extends this and gives it a fresh one.
public abstract class TrafficRouterContract {
  /// The rollout that the router under test knows.
  protected static final RolloutId ROLLOUT = new RolloutId("default", "shop");

  /// Revisions that the router under test can reach.
  protected static final Revision STABLE = new Revision("v1");

  /// The other one.
  protected static final Revision CANARY = new Revision("v2");

  /// A router that has not been asked for anything; the same for the whole of one test.
  protected abstract TrafficRouter router();

  @Test
  final void aRouterThatWasNeverAskedHasNoRouting() {
    assertThat(router().observe(ROLLOUT)).isInstanceOf(Live.Unset.class);
  }

  @Test
  final void whatWasAppliedIsObserved() {
    for (int ppm : new int[] {0, 1, 100_000, 999_999, 1_000_000}) {
      Routing wanted = split(ppm);
      assertThat(routed(router().apply(ROLLOUT, wanted)).routing()).isEqualTo(wanted);
      assertThat(routed(router().observe(ROLLOUT)).routing()).isEqualTo(wanted);
    }
  }

  @Test
  final void applyingTheSameAgainChangesNothing() {
    String first = routed(router().apply(ROLLOUT, split(100_000))).etag();
    String second = routed(router().apply(ROLLOUT, split(100_000))).etag();
    assertThat(second).isEqualTo(first);
    assertThat(routed(router().apply(ROLLOUT, split(200_000))).etag()).isNotEqualTo(first);
  }

  @Test
  final void routesComeAndGoAsAWhole() {
    Routing.HeaderRoute team =
        new Routing.HeaderRoute(
            "team", List.of(new HeaderMatch("x-team", new TextMatch.Exact("shop"))));
    Routing.MirrorRoute copies =
        new Routing.MirrorRoute(
            "copies", List.of(new RequestMatch(new TextMatch.Exact("GET"), null, List.of())), 20);
    Routing full = new Routing(STABLE, CANARY, Weight.percent(5), List.of(team), List.of(copies));
    router().apply(ROLLOUT, full);
    assertThat(routed(router().observe(ROLLOUT)).routing()).isEqualTo(full);
    router().apply(ROLLOUT, split(0));
    assertThat(routed(router().observe(ROLLOUT)).routing()).isEqualTo(split(0));
  }

  @Test
  final void releasingForgetsTheRollout() {
    router().apply(ROLLOUT, split(100_000));
    router().release(ROLLOUT);
    router().release(ROLLOUT);
    assertThat(router().observe(ROLLOUT)).isInstanceOf(Live.Unset.class);
    assertThat(routed(router().apply(ROLLOUT, split(100_000))).routing()).isEqualTo(split(100_000));
  }

  private static Routing split(int ppm) {
    return new Routing(STABLE, CANARY, new Weight(ppm), List.of(), List.of());
  }

  private static Live.Routed routed(Live live) {
    assertThat(live).isInstanceOf(Live.Routed.class);
    return (Live.Routed) live;
  }
}
