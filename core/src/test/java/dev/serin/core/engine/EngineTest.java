package dev.serin.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.Conditions.Assessment;
import dev.serin.core.engine.MetricProvider.Reading;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Whole rollouts in virtual time.
class EngineTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Timeline time = Timeline.virtual(START);
  private final MemoryStore store = new MemoryStore();
  private final FakeRouter router = new FakeRouter();
  private final List<Instant> measured = new ArrayList<>();

  @Test
  void aHealthyRolloutIsPromotedAndWatchedOnItsWay() throws InterruptedException {
    Look last = run(engine(_ -> AnalysisPhase.SUCCESSFUL, Runnable::run));
    assertThat(last.end()).isEqualTo(Look.End.PROMOTED);
    assertThat(weights()).containsExactly(10, 50, 100, 0);
    assertThat(router.applied().getLast()).isEqualTo(Routing.allTo(Releases.V2));
    assertThat(Duration.between(START, last.at()))
        .isBetween(Duration.ofMinutes(2), Duration.ofSeconds(125));
    assertThat(measured).hasSizeBetween(11, 13);
  }

  @Test
  void aBadRolloutIsTakenBackAsSoonAsItsLimitIsPassed() throws InterruptedException {
    Instant turns = START.plusSeconds(75);
    Look last =
        run(
            engine(
                at -> at.isBefore(turns) ? AnalysisPhase.SUCCESSFUL : AnalysisPhase.FAILED,
                Runnable::run));
    assertThat(last.end()).isEqualTo(Look.End.ROLLED_BACK);
    assertThat(router.applied().getLast().weight()).isEqualTo(Weight.NONE);
    assertThat(last.at()).as("the second failure is too many").isBefore(START.plusSeconds(92));
    assertThat(last.decision().standing().toString())
        .contains("Metric \"success-rate\" assessed Failed due to failed (2) > failureLimit (1)");
    assertThat(store.transitions(Releases.ID))
        .extracting(Transition::message)
        .as("the log has the figures and the rule")
        .anyMatch(message -> message.endsWith("success-rate was 0.9, 0.9, wanted result > 0.95"));
  }

  @Test
  void aProviderThatHangsDelaysNothingElseAndPromotesNothing() throws InterruptedException {
    Engine engine = engine(_ -> AnalysisPhase.SUCCESSFUL, _ -> {});
    Instant late = START.plus(Duration.ofMinutes(10));
    Look last =
        new Loop(engine, time, Duration.ofSeconds(1))
            .run(Releases.watched(), look -> look.end() != null || look.at().isAfter(late));
    assertThat(weights()).containsExactly(10, 50);
    assertThat(last.decision().waiting().what()).startsWith("a first good measurement");
    store.request(Releases.ID, new Command.Promote(), "anna", time.instant());
    assertThat(run(engine).end()).isEqualTo(Look.End.PROMOTED);
  }

  @Test
  void aCommandIsAnsweredOnce() {
    Engine engine = engine(_ -> AnalysisPhase.SUCCESSFUL, Runnable::run);
    engine.look(Releases.watched());
    long request =
        store.request(Releases.ID, new Command.Abort("too loud"), "anna", time.instant());
    assertThat(store.answer(request)).isEmpty();
    engine.look(Releases.watched());
    Look after = engine.look(Releases.watched());
    assertThat(store.answer(request)).contains(new Command.Answer.Done("stable gets all traffic"));
    assertThat(store.requests(Releases.ID)).isEmpty();
    assertThat(after.end()).isEqualTo(Look.End.ROLLED_BACK);
  }

  @Test
  void aRestartPutsTheTrafficBackBeforeItLooks() {
    engineAtFiftyPercent();
    FakeRouter fresh = new FakeRouter();
    Engine restarted = new Engine(parts(fresh, _ -> AnalysisPhase.SUCCESSFUL, Runnable::run));
    restarted.reassert(Releases.watched());
    assertThat(fresh.applied())
        .containsExactly(
            new Routing(Releases.V1, Releases.V2, Weight.percent(50), List.of(), List.of()));
  }

  @Test
  void aFreshRolloutBeginsWithStableServing() {
    engine(_ -> AnalysisPhase.SUCCESSFUL, Runnable::run).reassert(Releases.watched());
    assertThat(router.applied()).containsExactly(Routing.allTo(Releases.V1));
    assertThat(store.find(Releases.ID)).isEmpty();
  }

  @Test
  void aRestartPutsTheTrafficWhereItWasNotWhereItWouldGo() {
    Set<Revision> down = new HashSet<>();
    Engine.Parts parts = parts(router, _ -> AnalysisPhase.SUCCESSFUL, Runnable::run);
    Engine engine =
        new Engine(
            new Engine.Parts(
                store,
                router,
                (_, revision) ->
                    down.contains(revision)
                        ? new Workload.Health.Unavailable("down")
                        : new Workload.Health.Available(),
                parts.analyst(),
                time));
    engine.look(Releases.watched());
    down.add(Releases.V2);
    engine.look(Releases.watched());
    FakeRouter fresh = new FakeRouter();
    new Engine(parts(fresh, _ -> AnalysisPhase.SUCCESSFUL, Runnable::run))
        .reassert(Releases.watched());
    assertThat(fresh.applied()).extracting(Routing::weight).containsExactly(Weight.NONE);
  }

  @Test
  void aCommandOfAnEarlierUpdateIsRefusedByTheNext() throws InterruptedException {
    Engine engine = engine(_ -> AnalysisPhase.SUCCESSFUL, Runnable::run);
    assertThat(run(engine).end()).isEqualTo(Look.End.PROMOTED);
    long late = store.request(Releases.ID, new Command.PromoteFull(), "anna", time.instant());
    Release watched = Releases.watched();
    Release next =
        new Release(
            watched.id(),
            watched.spec(),
            Releases.V2,
            new Revision("v3"),
            watched.templates(),
            watched.document());
    Look look = engine.look(next);
    assertThat(store.answer(late)).containsInstanceOf(Command.Answer.Refused.class);
    assertThat(look.end()).isNull();
  }

  private long atItsPlace(Command command, String place) {
    return store.request(
        Releases.ID, new RolloutStore.Request(0, command, "anna", time.instant(), place));
  }

  private String place() {
    return store.find(Releases.ID).orElseThrow().status().place();
  }

  @Test
  void aCommandForOnePlaceIsRefusedAtTheNext() {
    engineAtFiftyPercent();
    Engine engine = engine(_ -> AnalysisPhase.SUCCESSFUL, Runnable::run);
    String seen = place();
    long first = atItsPlace(new Command.Skip(), seen);
    long second = atItsPlace(new Command.Skip(), seen);
    engine.look(Releases.watched());
    assertThat(store.answer(first)).containsInstanceOf(Command.Answer.Done.class);
    assertThat(place()).isNotEqualTo(seen);
    String next = place();
    engine.look(Releases.watched());
    assertThat(store.answer(second))
        .containsInstanceOf(Command.Answer.Refused.class)
        .map(Object::toString)
        .hasValueSatisfying(said -> assertThat(said).contains("has moved on"));
    assertThat(place()).as("it stays where the first one brought it").isEqualTo(next);
  }

  @Test
  void aMeasurementOutlivesALookThatCouldNotBeSaved() {
    Engine engine =
        new Engine(
            new Engine.Parts(
                new Refusing(store, 2),
                router,
                (_, _) -> new Workload.Health.Available(),
                parts(router, _ -> AnalysisPhase.FAILED, Runnable::run).analyst(),
                time));
    for (int i = 0; i < 6; i++) {
      try {
        engine.look(Releases.watched());
      } catch (RolloutStore.StoreException _) {
        assertThat(measured).hasSizeLessThanOrEqualTo(1);
      }
    }
    assertThat(measured).as("measured once, although two looks failed").hasSize(1);
    assertThat(store.find(Releases.ID).orElseThrow().runs().getFirst().status().metrics())
        .allSatisfy(metric -> assertThat(metric.failed()).isEqualTo(1));
  }

  @Test
  void aRouterThatRefusesHoldsTheRolloutAndSaysWhy() {
    router.refuse("connection refused");
    Engine engine = engine(_ -> AnalysisPhase.SUCCESSFUL, Runnable::run);
    for (int i = 0; i < 5; i++) {
      engine.look(Releases.watched());
    }
    Look stuck = engine.look(Releases.watched());
    assertThat(stuck.decision().waiting().what()).isEqualTo("the router: connection refused");
    router.refuse("");
    for (int i = 0; i < 5; i++) {
      engine.look(Releases.watched());
    }
    assertThat(weights()).contains(10);
  }

  @Test
  void aRunThatCanNotBeMadeTakesTheRolloutBackAndSaysWhy() throws InterruptedException {
    Release release = Releases.watched();
    Release without =
        new Release(
            release.id(), release.spec(), release.stable(), release.desired(), Map.of(), Map.of());
    Engine engine = engine(_ -> AnalysisPhase.SUCCESSFUL, Runnable::run);
    Look last = new Loop(engine, time, Duration.ofSeconds(1)).run(without, l -> l.end() != null);
    assertThat(last.end()).isEqualTo(Look.End.ROLLED_BACK);
    assertThat(last.decision().standing().message()).contains("success-rate");
  }

  @Test
  void theLogTellsTheWholeStory() throws InterruptedException {
    run(engine(_ -> AnalysisPhase.SUCCESSFUL, Runnable::run));
    assertThat(store.transitions(Releases.ID))
        .extracting(Transition::reason)
        .containsSubsequence(
            "RolloutUpdated",
            "RolloutStepCompleted",
            "RolloutPaused",
            "RolloutStepCompleted",
            "RolloutStepCompleted",
            "RolloutPaused",
            "RolloutStepCompleted",
            "RolloutCompleted");
  }

  private void engineAtFiftyPercent() {
    Engine engine = engine(_ -> AnalysisPhase.SUCCESSFUL, Runnable::run);
    Loop loop = new Loop(engine, time, Duration.ofSeconds(1));
    try {
      loop.run(Releases.watched(), _ -> weights().contains(50));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private List<Integer> weights() {
    return router.applied().stream().map(r -> r.weight().ppm() / 10_000).toList();
  }

  private Look run(Engine engine) throws InterruptedException {
    Instant latest = time.instant().plus(Duration.ofHours(1));
    return new Loop(engine, time, Duration.ofSeconds(1))
        .run(Releases.watched(), look -> look.end() != null || look.at().isAfter(latest));
  }

  private Engine engine(Function<Instant, AnalysisPhase> script, Executor executor) {
    return new Engine(parts(router, script, executor));
  }

  private Engine.Parts parts(
      TrafficRouter split, Function<Instant, AnalysisPhase> script, Executor executor) {
    MetricProvider provider =
        query -> {
          measured.add(query.at());
          return new Reading.Judged(script.apply(query.at()), "0.9", "", Map.of());
        };
    Analyst analyst =
        new Analyst(
            new Analyst.Tools(
                Map.of("script", provider),
                (_, _, _) -> new Assessment(AnalysisPhase.ERROR, "no condition expected"),
                (_, _, _) -> Optional.empty()),
            executor,
            time);
    return new Engine.Parts(store, split, (_, _) -> new Workload.Health.Available(), analyst, time);
  }
}
