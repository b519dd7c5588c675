package dev.serin.core.rollout;

import static dev.serin.core.rollout.Plans.V1;
import static dev.serin.core.rollout.Plans.V2;
import static dev.serin.core.rollout.Plans.V3;
import static dev.serin.core.rollout.Plans.analysis;
import static dev.serin.core.rollout.Plans.background;
import static dev.serin.core.rollout.Plans.canary;
import static dev.serin.core.rollout.Plans.header;
import static dev.serin.core.rollout.Plans.mirror;
import static dev.serin.core.rollout.Plans.pause;
import static dev.serin.core.rollout.Plans.weight;
import static dev.serin.core.rollout.Plans.withWindow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A canary from its first step to promotion or rollback.
class CanaryTest {
  private static final RolloutSpec SEED =
      canary(
          background(1),
          weight(10),
          pause(300),
          weight(30),
          pause(),
          weight(50),
          pause(600),
          weight(100));

  @Test
  void aHealthyCanaryGoesUpStepByStepAndBecomesStable() {
    World world = new World(SEED, V1, V2);
    assertThat(world.weight()).isEqualTo(10);
    assertThat(world.standing()).isEqualTo("Paused - CanaryPauseStep");
    world.after(Duration.ofSeconds(299));
    assertThat(world.weight()).isEqualTo(10);
    world.after(Duration.ofSeconds(1));
    assertThat(world.weight()).isEqualTo(30);
    world.after(Duration.ofDays(9));
    assertThat(world.weight()).as("a pause without a duration waits for a person").isEqualTo(30);
    world.look(new Command.Promote());
    assertThat(world.weight()).isEqualTo(50);
    world.after(Duration.ofMinutes(10));
    assertThat(world.standing()).isEqualTo("Healthy");
    assertThat(world.traffic.live()).isEqualTo(Routing.allTo(V2));
    assertThat(world.log)
        .contains(
            "Rollout updated to revision 2",
            "Rollout step 1/7 completed (setWeight: 10)",
            "Rollout step 2/7 completed (pause: 300s)",
            "Rollout step 4/7 completed (pause)",
            "Rollout completed update to revision 2 (v2): Completed all 7 canary steps");
  }

  @Test
  void aFailedBackgroundAnalysisTakesItBack() {
    World world = new World(SEED, V1, V2);
    assertThat(world.analyses).containsOnlyKeys("shop-v2-2");
    world.report("shop-v2-2", AnalysisPhase.FAILED, "Metric \"success-rate\" assessed Failed");
    assertThat(world.weight()).isZero();
    assertThat(world.standing())
        .isEqualTo(
            "Degraded - RolloutAborted: Rollout aborted update to revision 2: Background analysis"
                + " phase error/failed: Metric \"success-rate\" assessed Failed");
    world.look(new Command.Retry());
    assertThat(world.weight()).isEqualTo(10);
    assertThat(world.analyses).containsKey("shop-v2-2.1");
  }

  @Test
  void backgroundAnalysisBeginsWhenItsStepIsReachedAndTheCanaryGetsTraffic() {
    World world = new World(canary(background(0), pause(), weight(10), pause()), V1, V2);
    assertThat(world.analyses).as("no traffic yet").isEmpty();
    world.look(new Command.Promote());
    assertThat(world.analyses).containsOnlyKeys("shop-v2-2");
  }

  @Test
  void aCanaryWhoseAnalysisHasNothingToShowIsNotPromoted() {
    World world = new World(canary(background(0), weight(10), pause(60)), V1, V1);
    world.evidence = false;
    world.desire(V2).after(Duration.ofHours(1));
    assertThat(world.weight()).isEqualTo(10);
    assertThat(world.last.waiting().what())
        .isEqualTo("a first good measurement of the analysis (or a person's promote)");
    world.evidence = true;
    world.report("shop-v2-2", AnalysisPhase.RUNNING, "");
    assertThat(world.standing()).isEqualTo("Healthy");
  }

  @Test
  void aCanaryGetsNoGreaterShareOfTheTrafficThanOfTheEvidence() {
    RolloutSpec plan = canary(background(0), weight(10), pause(60), weight(40), pause(60));
    World world = new World(plan, V1, V2);
    String run = "shop-v2-2";
    world.compared(run, 0.39).after(Duration.ofHours(1));
    assertThat(world.weight()).isEqualTo(10);
    assertThat(world.last.waiting().what())
        .isEqualTo(
            "more evidence: 39 % of what a promotion needs is there, and 40 % of it before the next"
                + " step (or a person's promote)");
    assertThat(world.standing()).startsWith("Progressing");
    world.compared(run, 0.4);
    assertThat(world.weight()).isEqualTo(40);
    world.compared(run, 0.99).after(Duration.ofHours(1));
    assertThat(world.last.waiting().what())
        .isEqualTo(
            "more evidence: 99 % of what a promotion needs is there (or a person's promote)");
    world.compared(run, 1);
    assertThat(world.standing()).isEqualTo("Healthy");
  }

  @Test
  void aPersonMayWidenACanaryWithoutEvidence() {
    World world =
        new World(canary(background(0), weight(10), pause(60), weight(40), pause()), V1, V2);
    world.compared("shop-v2-2", 0).after(Duration.ofHours(1));
    assertThat(world.weight()).isEqualTo(10);
    world.look(new Command.Promote());
    assertThat(world.weight()).isEqualTo(40);
  }

  @Test
  void aNarrowerStepNeedsNoEvidence() {
    World world =
        new World(canary(background(0), weight(50), pause(60), weight(5), pause()), V1, V2);
    world.compared("shop-v2-2", 0).after(Duration.ofMinutes(2));
    assertThat(world.weight()).isEqualTo(5);
  }

  @Test
  void anAnalysisThatNeverBeganHoldsThePromotionToo() {
    for (RolloutSpec plan :
        List.of(canary(background(0)), canary(background(0), weight(10), pause(0)))) {
      World world = new World(plan, V1, V1);
      world.evidence = false;
      world.desire(V2).after(Duration.ofHours(1));
      assertThat(world.analyses).containsOnlyKeys("shop-v2-2");
      assertThat(world.rollout.status().stable()).isEqualTo(V1);
      world.report("shop-v2-2", AnalysisPhase.FAILED, "");
      assertThat(world.weight()).isZero();
    }
  }

  @Test
  void aRevisionThatIsTriedAgainIsNotScaledDown() {
    World world = new World(canary(weight(10), pause()), V1, V2);
    world.look(new Command.Abort(""));
    world.look(new Command.Retry());
    world.after(Duration.ofMinutes(1));
    assertThat(world.available).contains(V2);
    world.look(new Command.Promote());
    world.after(Duration.ofMinutes(1));
    assertThat(world.rollout.status().stable()).isEqualTo(V2);
    assertThat(world.available).contains(V2).doesNotContain(V1);
  }

  @Test
  void theManifestsPauseHoldsAnUpdateAtItsBeginning() {
    RolloutSpec plan = canary(weight(10), pause(5), weight(50));
    World world =
        new World(
            new RolloutSpec(
                plan.strategy(),
                plan.replicas(),
                plan.minReady(),
                plan.progressDeadline(),
                plan.onDeadline(),
                null,
                true),
            V1,
            V2);
    world.after(Duration.ofHours(1));
    assertThat(world.standing()).isEqualTo("Paused - manually paused");
    world.look(new Command.Resume());
    world.after(Duration.ofSeconds(5));
    assertThat(world.standing()).isEqualTo("Healthy");
  }

  @Test
  void aPersonsPauseStopsTheStepsButNotTheProtection() {
    World world = new World(SEED, V1, V2);
    world.look(new Command.Pause());
    world.after(Duration.ofHours(1));
    assertThat(world.standing()).isEqualTo("Paused - manually paused");
    assertThat(world.weight()).isEqualTo(10);
    world.report("shop-v2-2", AnalysisPhase.ERROR, "");
    assertThat(world.weight()).isZero();
  }

  @Test
  void anInlineAnalysisDecidesItsStep() {
    RolloutSpec plan = canary(weight(20), analysis(), weight(60), pause());
    World passes = new World(plan, V1, V2);
    assertThat(passes.analyses).containsOnlyKeys("shop-v2-2-1");
    passes.report("shop-v2-2-1", AnalysisPhase.SUCCESSFUL, "");
    assertThat(passes.weight()).isEqualTo(60);

    World fails = new World(plan, V1, V2);
    fails.report("shop-v2-2-1", AnalysisPhase.FAILED, "why");
    assertThat(fails.weight()).isZero();
    assertThat(fails.standing()).contains("Step-based analysis phase error/failed: why");

    World unclear = new World(plan, V1, V2);
    unclear.report("shop-v2-2-1", AnalysisPhase.INCONCLUSIVE, "");
    assertThat(unclear.standing()).isEqualTo("Paused - InconclusiveAnalysisRun");
    assertThat(unclear.weight()).isEqualTo(20);
    unclear.look(new Command.Resume());
    assertThat(unclear.analyses).as("measured again").containsKey("shop-v2-2-1.1");
    unclear.report("shop-v2-2-1.1", AnalysisPhase.INCONCLUSIVE, "");
    unclear.look(new Command.Promote());
    assertThat(unclear.weight()).as("a person accepts it").isEqualTo(60);
  }

  @Test
  void anInconclusiveBackgroundAnalysisHoldsAndIsRepeated() {
    World world = new World(SEED, V1, V2);
    world.report("shop-v2-2", AnalysisPhase.INCONCLUSIVE, "");
    world.after(Duration.ofHours(1));
    assertThat(world.standing()).isEqualTo("Paused - InconclusiveAnalysisRun");
    assertThat(world.weight()).isEqualTo(10);
    world.look(new Command.Resume());
    assertThat(world.weight()).isEqualTo(30);
    assertThat(world.analyses).containsKey("shop-v2-2.1");
  }

  @Test
  void routesAreKeptInTheirOrderUntilTheyAreRemoved() {
    RolloutSpec plan =
        canary(
            header("first", "qa"),
            header("second", "dev"),
            mirror(50),
            pause(),
            header("first"),
            pause());
    World world = new World(plan, V1, V2);
    Routing live = Objects.requireNonNull(world.traffic.live());
    assertThat(live.headers())
        .extracting(Routing.HeaderRoute::name)
        .containsExactly("first", "second");
    assertThat(live.mirrors()).extracting(Routing.MirrorRoute::percentage).containsExactly(50);
    world.look(new Command.Promote());
    live = Objects.requireNonNull(world.traffic.live());
    assertThat(live.headers()).extracting(Routing.HeaderRoute::name).containsExactly("second");
    world.look(new Command.Abort("enough"));
    assertThat(world.traffic.live())
        .isEqualTo(new Routing(V1, V2, Weight.NONE, List.of(), List.of()));
  }

  @Test
  void aNewRevisionInMidFlightBeginsAtTheFirstStepAndStableStays() {
    World world = new World(SEED, V1, V2);
    world.after(Duration.ofMinutes(5)).desire(V3);
    assertThat(world.rollout.status().stable()).isEqualTo(V1);
    assertThat(Objects.requireNonNull(world.traffic.live()).canary()).isEqualTo(V3);
    assertThat(world.weight()).isEqualTo(10);
    assertThat(world.analyses.get("shop-v2-2"))
        .as("the run of the revision before is ended")
        .extracting(r -> r.phase().completed())
        .isEqualTo(true);
  }

  @Test
  void rollingBackToStableSkipsEveryStep() {
    World world = new World(SEED, V1, V2);
    world.desire(V1);
    assertThat(world.standing()).isEqualTo("Healthy");
    assertThat(world.traffic.live()).isEqualTo(Routing.allTo(V1));
  }

  @Test
  void aRevisionInsideTheRollbackWindowSkipsEveryStep() {
    RolloutSpec plan = withWindow(canary(weight(10), pause(1)), 1);
    World world = new World(plan, V1, V2).after(Duration.ofSeconds(1));
    assertThat(world.rollout.status().stable()).isEqualTo(V2);
    world.desire(V1);
    assertThat(world.standing()).isEqualTo("Healthy");
    assertThat(world.log.getLast()).endsWith("Rollback within window");
    world.desire(V3);
    assertThat(world.standing())
        .as("a new one has to earn it")
        .isEqualTo("Paused - CanaryPauseStep");
  }

  @Test
  void editedStepsBeginAgainInMidFlightAndChangeNothingWhenIdle() {
    RolloutSpec before = canary(weight(10), pause(), weight(50), pause());
    RolloutSpec after = canary(weight(5), pause(), weight(80), pause());
    World world = new World(before, V1, V2);
    world.look(new Command.Promote());
    assertThat(world.weight()).isEqualTo(50);
    world.edit(after);
    assertThat(world.weight()).isEqualTo(5);
    world.look(new Command.PromoteFull());
    assertThat(world.standing()).isEqualTo("Healthy");
    world.edit(before);
    assertThat(world.standing()).isEqualTo("Healthy");
    assertThat(world.traffic.live()).isEqualTo(Routing.allTo(V2));
  }

  @Test
  void theFirstDeploymentHasNothingToCompareWith() {
    World world = World.fresh(SEED, V1);
    assertThat(world.standing()).isEqualTo("Healthy");
    assertThat(world.log.getLast())
        .isEqualTo("Rollout completed update to revision 1 (v1): Initial deploy");
    assertThat(world.traffic.live()).isEqualTo(Routing.allTo(V1));
  }

  @Test
  void aCanaryThatIsGoneGetsNoTraffic() {
    World world = new World(SEED, V1, V2);
    world.unavailable(V2);
    assertThat(world.weight()).isZero();
    world.available(V2);
    assertThat(world.weight()).isEqualTo(10);
  }

  @Test
  void aStuckRolloutIsDegradedAndGoesOnAsSoonAsItCan() {
    World world = new World(canary(weight(10), weight(20)), V1, V1);
    world.available.remove(V2);
    world.desire(V2).after(Duration.ofMinutes(10));
    assertThat(world.standing())
        .isEqualTo(
            "Degraded - ProgressDeadlineExceeded: ReplicaSet \"shop-v2\" has timed out"
                + " progressing.");
    world.available(V2);
    assertThat(world.standing()).isEqualTo("Healthy");
  }

  @Test
  void aMissedDeadlineAbortsWhenTheManifestSaysSo() {
    RolloutSpec plan = Plans.with(canary(weight(10), weight(20)), RolloutSpec.OnDeadline.ABORT);
    World world = new World(plan, V1, V1);
    world.available.remove(V2);
    world.desire(V2).after(Duration.ofMinutes(10));
    assertThat(world.standing()).startsWith("Degraded - RolloutAborted: Rollout aborted update");
    assertThat(world.rollout.status().stage()).isInstanceOf(Stage.Aborted.class);
  }

  @Test
  void anAbortWinsAlsoAfterAFullPromotionWasAsked() {
    World world = new World(SEED, V1, V2);
    world.traffic = Observation.Traffic.unavailable("connection refused");
    world.look(new Command.PromoteFull());
    world.look(new Command.Abort("bad release"));
    assertThat(world.rollout.status().stage()).isInstanceOf(Stage.Aborted.class);
    assertThat(world.standing())
        .isEqualTo("Degraded - RolloutAborted: Rollout aborted update to revision 2: bad release");
  }

  @Test
  void aWeightIsOfThePlansLargestOne() {
    RolloutSpec spec = canary(weight(10), pause());
    Strategy.Canary canary = (Strategy.Canary) spec.strategy();
    RolloutSpec thousand =
        RolloutSpec.of(
            new Strategy.Canary(
                canary.steps(),
                canary.services(),
                new TrafficRouting(java.util.Map.of(), List.of(), 1000),
                null,
                canary.scaleDownDelay(),
                null));
    World world = new World(thousand, V1, V2);
    assertThat(world.traffic.live())
        .extracting(live -> Objects.requireNonNull(live).weight())
        .isEqualTo(Weight.percent(1));
  }
}
