package dev.serin.core.rollout;

import static dev.serin.core.rollout.Plans.V1;
import static dev.serin.core.rollout.Plans.V2;
import static dev.serin.core.rollout.Plans.V3;
import static dev.serin.core.rollout.Plans.analysis;
import static dev.serin.core.rollout.Plans.background;
import static dev.serin.core.rollout.Plans.canary;
import static dev.serin.core.rollout.Plans.pause;
import static dev.serin.core.rollout.Plans.weight;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.rollout.Observation.RunReport;
import dev.serin.core.rollout.Observation.Traffic;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rollouts in a world that loses half of all effects: what the router and the users get in the end
/// is what the stage says.
class RandomWalkTest {
  private static final RolloutSpec PLAN =
      canary(background(0), weight(10), pause(5), weight(40), analysis(), weight(70), pause(5));
  private static final List<Command> COMMANDS =
      List.of(
          new Command.Promote(),
          new Command.PromoteFull(),
          new Command.Abort("walk"),
          new Command.Retry(),
          new Command.Pause(),
          new Command.Resume(),
          new Command.Skip());

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 20, 77, 4242, 31_337, 271_828})
  void trafficEndsWhereTheStageSaysEvenWhenEffectsAreLost(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Lossy world = new Lossy(random);
    for (int i = 0; i < 400; i++) {
      world.step(random.nextInt(20) == 0 ? COMMANDS.get(random.nextInt(COMMANDS.size())) : null);
    }
    world.settle();
    assertThat(world.liveWeight()).isZero();
    assertThat(world.live.stable()).isEqualTo(world.rollout.status().stable());
  }

  /// Loses each effect with even chances.
  private static final class Lossy {
    private final SplittableRandom random;
    private final Map<String, RunReport> analyses = new HashMap<>();
    private Rollout rollout = new Rollout(Plans.ID, PLAN, V2, Status.serving(V1, Instant.EPOCH));
    private Routing live = Routing.allTo(V1);
    private Instant now = Instant.EPOCH;
    private boolean lossless;

    Lossy(SplittableRandom random) {
      this.random = random;
    }

    void step(@org.jspecify.annotations.Nullable Command command) {
      now = now.plus(Duration.ofMillis(random.nextInt(3000)));
      if (random.nextInt(40) == 0) {
        rollout = new Rollout(rollout.id(), PLAN, random.nextBoolean() ? V2 : V3, rollout.status());
      }
      analyses.replaceAll((_, report) -> random.nextInt(15) == 0 ? ended() : report);
      look(command == null ? List.of() : List.of(command));
    }

    /// Asks for an abort and carries everything out from now on.
    void settle() {
      lossless = true;
      look(List.of(new Command.Abort("settle")));
      for (int i = 0; i < 20; i++) {
        look(List.of());
      }
    }

    int liveWeight() {
      return live.weight().ppm();
    }

    private void look(List<Command> commands) {
      Decision decision =
          Decider.decide(
              rollout,
              new Observation(now, Traffic.showing(live), Set.of(V1, V2, V3), analyses, commands));
      rollout = decision.next();
      decision.effects().forEach(this::assertWithinPlan);
      decision.effects().stream()
          .filter(_ -> lossless || random.nextBoolean())
          .forEach(this::carryOut);
    }

    /// At a step, the router is never asked for more than the plan has set so far.
    private void assertWithinPlan(Effect effect) {
      if (effect instanceof Effect.Route(var routing)
          && rollout.status().stage() instanceof Stage.Stepping(int step, _)) {
        List<Integer> allowed = List.of(10, 10, 40, 40, 70, 70);
        assertThat(routing.weight()).isLessThanOrEqualTo(Weight.percent(allowed.get(step)));
      }
    }

    private void carryOut(Effect effect) {
      switch (effect) {
        case Effect.Route(var routing) -> live = routing;
        case Effect.StartAnalysis(var run, _) ->
            analyses.put(run, new RunReport(AnalysisPhase.RUNNING, "", true));
        case Effect.StopAnalysis(var run) ->
            analyses.put(run, new RunReport(AnalysisPhase.SUCCESSFUL, "", true));
        case Effect.ScaleDown _ -> {}
      }
    }

    private RunReport ended() {
      AnalysisPhase[] phases = AnalysisPhase.values();
      return new RunReport(phases[random.nextInt(phases.length)], "", random.nextBoolean());
    }
  }
}
