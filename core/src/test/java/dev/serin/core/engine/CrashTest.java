package dev.serin.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.Conditions.Assessment;
import dev.serin.core.engine.MetricProvider.Reading;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Routing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rollouts whose process dies at random instructions: before or after any save, and before or
/// after any change of the router. Each death forgets all memory; the store and the router stay.
class CrashTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATEST = START.plusSeconds(3600);

  private final MemoryStore store = new MemoryStore();
  private final FakeRouter router = new FakeRouter();
  private final Timeline time = Timeline.virtual(START);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void aHealthyRolloutEndsPromotedAndTellsEachStepOnce(long seed) throws InterruptedException {
    Look last = runThroughCrashes(new SplittableRandom(seed), AnalysisPhase.SUCCESSFUL);
    assertThat(last.end()).isEqualTo(Look.End.PROMOTED);
    assertThat(router.observe(Releases.ID))
        .isInstanceOfSatisfying(
            TrafficRouter.Live.Routed.class,
            live -> assertThat(live.routing()).isEqualTo(Routing.allTo(Releases.V2)));
    assertThat(store.transitions(Releases.ID))
        .extracting(Transition::message)
        .filteredOn(message -> message.startsWith("Rollout step"))
        .containsExactly(
            "Rollout step 1/4 completed (setWeight: 10)",
            "Rollout step 2/4 completed (pause: 1m)",
            "Rollout step 3/4 completed (setWeight: 50)",
            "Rollout step 4/4 completed (pause: 1m)");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {4, 7, 11, 18, 29})
  void aBadRolloutEndsWithStableServingEverything(long seed) throws InterruptedException {
    Look last = runThroughCrashes(new SplittableRandom(seed), AnalysisPhase.FAILED);
    assertThat(last.end()).isEqualTo(Look.End.ROLLED_BACK);
    assertThat(router.applied().getLast().weight().ppm()).isZero();
    assertThat(router.applied().getLast().stable()).isEqualTo(Releases.V1);
  }

  private Look runThroughCrashes(SplittableRandom random, AnalysisPhase phase)
      throws InterruptedException {
    for (int life = 0; life < 500; life++) {
      Engine engine = new Engine(parts(random, phase));
      try {
        engine.reassert(Releases.watched());
        return new Loop(engine, time, Duration.ofSeconds(1))
            .run(Releases.watched(), look -> look.end() != null || look.at().isAfter(LATEST));
      } catch (Death _) {
        time.await(time.instant().plusMillis(random.nextInt(3000)));
      }
    }
    throw new AssertionError("the rollout did not end");
  }

  private Engine.Parts parts(SplittableRandom random, AnalysisPhase phase) {
    MetricProvider provider = _ -> new Reading.Judged(phase, "", "", Map.of());
    Analyst analyst =
        new Analyst(
            new Analyst.Tools(
                Map.of("script", provider),
                (_, _, _) -> new Assessment(AnalysisPhase.ERROR, ""),
                (_, _, _) -> Optional.empty()),
            Runnable::run,
            time);
    return new Engine.Parts(
        new DyingStore(store, random),
        new DyingRouter(router, random),
        (_, _) -> new Workload.Health.Available(),
        analyst,
        time);
  }

  /// The end of a process, as far as a test can have it.
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    static void by(SplittableRandom random) {
      if (random.nextInt(12) == 0) {
        throw new Death();
      }
    }
  }

  private static final class DyingStore extends PassingStore {
    private final SplittableRandom random;

    DyingStore(RolloutStore inner, SplittableRandom random) {
      super(inner);
      this.random = random;
    }

    @Override
    public Saved save(RolloutId id, Change change) {
      Death.by(random);
      Saved saved = super.save(id, change);
      Death.by(random);
      return saved;
    }
  }

  private record DyingRouter(TrafficRouter inner, SplittableRandom random)
      implements TrafficRouter {
    @Override
    public Live apply(RolloutId rollout, Routing desired) {
      Death.by(random);
      Live live = inner.apply(rollout, desired);
      Death.by(random);
      return live;
    }

    @Override
    public Set<Capability> capabilities() {
      return inner.capabilities();
    }

    @Override
    public Live observe(RolloutId rollout) {
      return inner.observe(rollout);
    }

    @Override
    public void release(RolloutId rollout) {
      inner.release(rollout);
    }
  }
}
