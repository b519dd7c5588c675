package dev.serin.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.Conditions.Assessment;
import dev.serin.core.engine.MetricProvider.Reading;
import dev.serin.core.engine.TrafficRouter.OnDrift;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A router that somebody else changes, or that can not be asked, in the middle of an update.
class RouterTroubleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Timeline time = Timeline.virtual(START);
  private final MemoryStore store = new MemoryStore();
  private final FakeRouter router = new FakeRouter();
  private final Engine engine = engine();

  @BeforeEach
  void theCanaryGetsTenPercent() {
    looks(5);
    assertThat(live().weight()).isEqualTo(Weight.percent(10));
  }

  @Test
  void aWeightThatSomebodyElseSetIsToldAndPutBackAtOnce() {
    router.drift(Releases.ID, Weight.percent(90), OnDrift.REASSERT);
    engine.look(Releases.watched());
    assertThat(live().weight()).isEqualTo(Weight.percent(10));
    looks(3);
    assertThat(reasons())
        .containsOnlyOnce("RouterDrifted")
        .containsOnlyOnce("RouterRestored")
        .doesNotContain("RouterUnavailable");
    assertThat(store.transitions(Releases.ID))
        .extracting(Transition::message)
        .contains(
            "Somebody else changed the router, and it is put back: the weight is "
                + Weight.percent(90));
  }

  @Test
  void whatCanNotBePutBackIsToldOnce() {
    router.drift(Releases.ID, Weight.percent(90), OnDrift.REASSERT);
    router.refuse("nginx refuses the configuration");
    looks(20);
    assertThat(reasons())
        .containsOnlyOnce("RouterDrifted")
        .containsOnlyOnce("RouterUnavailable")
        .doesNotContain("RouterRestored");
    router.refuse("");
    looks(3);
    assertThat(reasons()).endsWith("RouterAvailable", "RouterRestored");
  }

  @Test
  void orItStaysSoUntilAPersonLetsTheRolloutGoOn() {
    router.drift(Releases.ID, Weight.percent(90), OnDrift.HOLD);
    looks(3);
    assertThat(live().weight()).isEqualTo(Weight.percent(90));
    assertThat(reasons()).containsOnlyOnce("RouterDrifted");
    time(Duration.ofMinutes(30));
    Look held = looks(3);
    assertThat(live().weight()).as("no step is taken").isEqualTo(Weight.percent(90));
    assertThat(held.decision().standing().message()).contains("RouterDrift");
    assertThat(held.decision().waiting().what()).contains("resume puts it back");

    ask(new Command.Resume());
    engine.look(Releases.watched());
    assertThat(live().weight()).as("it is put back first").isEqualTo(Weight.percent(10));
    looks(3);
    assertThat(live().weight()).as("its pause is over").isEqualTo(Weight.percent(50));
    assertThat(reasons()).contains("RolloutResumed");
  }

  @Test
  void anAbortWinsOverWhatSomebodyElseSet() {
    router.drift(Releases.ID, Weight.percent(90), OnDrift.HOLD);
    looks(2);
    ask(new Command.Abort("enough"));
    looks(2);
    assertThat(live().weight()).isEqualTo(Weight.NONE);
  }

  @Test
  void whatIsNoUpdateIsAlwaysPutBack() {
    ask(new Command.Abort("enough"));
    looks(2);
    router.drift(Releases.ID, Weight.percent(90), OnDrift.HOLD);
    looks(1);
    assertThat(live().weight()).isEqualTo(Weight.NONE);
  }

  @Test
  void whileTheRouterCanNotBeAskedTheNextStepWaitsAndItIsSaid() {
    router.fail("nginx does not answer");
    time(Duration.ofMinutes(2));
    Look down = looks(3);
    assertThat(down.decision().waiting().what()).isEqualTo("the router: nginx does not answer");
    time(Duration.ofMinutes(2));
    looks(3);
    assertThat(reasons()).containsOnlyOnce("RouterUnavailable").doesNotContain("RouterAvailable");
    assertThat(router.applied().getLast().weight()).isEqualTo(Weight.percent(10));

    router.fail("");
    looks(4);
    assertThat(reasons()).containsSubsequence("RouterUnavailable", "RouterAvailable");
    assertThat(live().weight()).as("its pause is still to come").isEqualTo(Weight.percent(50));
  }

  @Test
  void aRouterThatComesBackAsItWasAskedCanBeSteeredAgain() {
    router.fail("nginx does not answer");
    looks(3);
    router.fail("");
    Look back = looks(2);
    assertThat(reasons()).containsSubsequence("RouterUnavailable", "RouterAvailable");
    assertThat(back.decision().waiting().what()).doesNotContain("nginx does not answer");
  }

  private Routing live() {
    return switch (router.observe(Releases.ID)) {
      case TrafficRouter.Live.Routed(var routing, _, _) -> routing;
      case TrafficRouter.Live.Drifted(var routing, _, _, _) -> routing;
      case TrafficRouter.Live.Unset _, TrafficRouter.Live.Unavailable _ ->
          throw new AssertionError("no routing");
    };
  }

  private List<String> reasons() {
    return store.transitions(Releases.ID).stream().map(Transition::reason).toList();
  }

  private void ask(Command command) {
    store.request(Releases.ID, command, "anna", time.instant());
  }

  private Look looks(int times) {
    Look last = engine.look(Releases.watched());
    for (int i = 1; i < times; i++) {
      last = engine.look(Releases.watched());
    }
    return last;
  }

  private void time(Duration passes) {
    try {
      time.await(time.instant().plus(passes));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Engine engine() {
    MetricProvider provider =
        _ -> new Reading.Judged(AnalysisPhase.SUCCESSFUL, "0.99", "", Map.of());
    Analyst analyst =
        new Analyst(
            new Analyst.Tools(
                Map.of("script", provider),
                (_, _, _) -> new Assessment(AnalysisPhase.ERROR, "no condition expected"),
                (_, _, _) -> Optional.empty()),
            Runnable::run,
            time);
    return new Engine(
        new Engine.Parts(store, router, (_, _) -> new Workload.Health.Available(), analyst, time));
  }
}
