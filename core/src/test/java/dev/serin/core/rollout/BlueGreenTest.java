package dev.serin.core.rollout;

import static dev.serin.core.rollout.Plans.REQUEST;
import static dev.serin.core.rollout.Plans.V1;
import static dev.serin.core.rollout.Plans.V2;
import static dev.serin.core.rollout.Plans.V3;
import static dev.serin.core.rollout.Plans.blueGreen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.traffic.Routing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A blue-green update from its preview to promotion or rollback.
class BlueGreenTest {
  private static final Strategy.Promotion AUTOMATIC = new Strategy.Promotion.Automatic();

  @Test
  void anAutomaticUpdateSwitchesAsSoonAsTheNewRevisionIsUp() {
    World world = new World(blueGreen(AUTOMATIC, null, null), V1, V1);
    world.available.remove(V2);
    world.desire(V2);
    assertThat(world.weight()).isZero();
    assertThat(world.standing())
        .isEqualTo("Progressing - updated replicas are still becoming available");
    world.available(V2);
    assertThat(world.standing()).isEqualTo("Healthy");
    assertThat(world.traffic.live()).isEqualTo(Routing.allTo(V2));
    assertThat(world.log.getLast())
        .isEqualTo("Rollout completed update to revision 2 (v2): Completed blue-green update");
  }

  @Test
  void aManualUpdateWaitsForAPerson() {
    World world = new World(blueGreen(new Strategy.Promotion.Manual(), null, null), V1, V2);
    world.after(Duration.ofDays(1));
    assertThat(world.standing()).isEqualTo("Paused - BlueGreenPause");
    assertThat(world.weight()).isZero();
    world.look(new Command.Promote());
    assertThat(world.standing()).isEqualTo("Healthy");
  }

  @Test
  void aTimedUpdateWaitsForItsTime() {
    World world =
        new World(
            blueGreen(new Strategy.Promotion.After(Duration.ofSeconds(60)), null, null), V1, V2);
    world.after(Duration.ofSeconds(59));
    assertThat(world.standing()).isEqualTo("Paused - BlueGreenPause");
    world.after(Duration.ofSeconds(1));
    assertThat(world.standing()).isEqualTo("Healthy");
  }

  @Test
  void theAnalysisBeforeTheSwitchDecidesWhetherThereIsOne() {
    World passes = new World(blueGreen(AUTOMATIC, REQUEST, null), V1, V2);
    assertThat(passes.standing()).isEqualTo("Progressing - active service cutover pending");
    passes.report("shop-v2-2-pre", AnalysisPhase.SUCCESSFUL, "");
    assertThat(passes.standing()).isEqualTo("Healthy");

    World fails = new World(blueGreen(AUTOMATIC, REQUEST, null), V1, V2);
    fails.report("shop-v2-2-pre", AnalysisPhase.FAILED, "");
    assertThat(fails.weight()).isZero();
    assertThat(fails.standing()).endsWith("Blue/green pre-promotion analysis phase error/failed");
  }

  @Test
  void theAnalysisAfterTheSwitchCanTakeItBack() {
    World world = new World(blueGreen(AUTOMATIC, null, REQUEST), V1, V2);
    assertThat(world.weight()).isEqualTo(100);
    assertThat(world.standing()).isEqualTo("Progressing - waiting for analysis to complete");
    assertThat(world.rollout.status().stable()).isEqualTo(V1);
    world.report("shop-v2-2-post", AnalysisPhase.FAILED, "too slow");
    assertThat(world.weight()).isZero();
    assertThat(world.standing()).contains("Blue/green post-promotion analysis", "too slow");
  }

  @Test
  void theOldRevisionIsKeptForAWhileAndIsAQuickWayBack() {
    World world = new World(blueGreen(new Strategy.Promotion.Manual(), REQUEST, null), V1, V2);
    world.look(new Command.PromoteFull());
    world.after(Duration.ofSeconds(29));
    assertThat(world.available).contains(V1);
    world.desire(V1);
    assertThat(world.standing()).isEqualTo("Healthy");
    assertThat(world.log.getLast()).endsWith("Fast rollback");
    world.after(Duration.ofSeconds(30));
    assertThat(world.available).as("scaled down after its delay").doesNotContain(V2);
    world.desire(V3);
    assertThat(world.standing()).isEqualTo("Progressing - active service cutover pending");
  }

  @Test
  void aCanaryPlanThatBecomesBlueGreenBeginsAgain() {
    World world = new World(Plans.canary(Plans.weight(10), Plans.pause()), V1, V2);
    world.edit(blueGreen(new Strategy.Promotion.Manual(), null, null));
    assertThat(world.standing()).isEqualTo("Paused - BlueGreenPause");
    assertThat(world.weight()).isZero();
    world.look(new Command.Promote());
    assertThat(world.standing()).isEqualTo("Healthy");
  }

  @Test
  void anAbortedRevisionIsScaledDownAfterItsDelay() {
    World world = new World(blueGreen(new Strategy.Promotion.Manual(), null, null), V1, V2);
    world.look(new Command.Abort(""));
    assertThat(world.standing())
        .isEqualTo("Degraded - RolloutAborted: Rollout aborted update to revision 2");
    assertThat(world.available).contains(V2);
    world.after(Duration.ofSeconds(30));
    assertThat(world.available).doesNotContain(V2);
  }
}
