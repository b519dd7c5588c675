package dev.serin.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Routing;
import dev.serin.server.store.Catalog;
import dev.serin.server.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes, each a process of its own, on one PostgreSQL and in front of the same load balancers.
@Tag("postgres")
class TwoNodesTest {
  private static final int ROLLOUTS = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String STEPS =
      """
      - setWeight: 50
      - pause: {}
      - setWeight: 70
      - analysis: {templates: [{templateName: healthy}]}
      """;

  @TempDir private Path folder;
  private Cast cast;
  private NodeProcess first;
  private NodeProcess second;

  /// Each holds rollouts, and each rollout waits for a person at half of the traffic.
  @BeforeEach
  void shared() throws Exception {
    cast = Cast.open(new NodeProcess.Site("postgres", folder.toString()), folder, ROLLOUTS, STEPS);
    first = NodeProcess.start(cast.site(), "first", CrashContract.freePort());
    second = NodeProcess.start(cast.site(), "second", CrashContract.freePort());
    awaiting("both to join", () -> cast.nodes().size() == 2);
    cast.begin();
    awaiting("a share for each", () -> cast.those(id -> heldBy(id, "second")).size() == 3);
    awaiting(
        "all to pause",
        () -> cast.those(id -> cast.summary(id).phase() == Phase.PAUSED).size() == ROLLOUTS);
    awaiting("the traffic", () -> cast.those(cast::trafficAsStored).size() == ROLLOUTS);
  }

  @AfterEach
  void end() {
    first.close();
    second.close();
    cast.close();
  }

  private static void awaiting(String what, Callable<Boolean> wanted) {
    await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(wanted);
  }

  private boolean heldBy(RolloutId id, String label) {
    String node = cast.glance(id).node();
    return node != null && node.startsWith(label + "#");
  }

  private void allBySecond() {
    awaiting(
        "the second to hold all", () -> cast.those(id -> heldBy(id, "second")).size() == ROLLOUTS);
  }

  private void promoteAll() {
    Catalog catalog = new Catalog(cast.store());
    cast.ids()
        .forEach(
            id ->
                catalog.ask(
                    id, new Command.Promote(), new Catalog.Asking("ann", "", "go on", null)));
    awaiting(
        "all to be promoted",
        () -> cast.those(id -> cast.summary(id).phase() == Phase.HEALTHY).size() == ROLLOUTS);
  }

  @Test
  void whatAKilledNodeHeldGoesOnElsewhere() {
    long killed = System.nanoTime();
    first.kill();
    allBySecond();
    System.out.printf("taken over after %.1f s%n", (System.nanoTime() - killed) / 1e9);
    promoteAll();
    assertThat(cast.road().wrong()).isEmpty();
  }

  @Test
  void aNodeThatIsAskedToEndHandsOver() {
    long asked = System.nanoTime();
    first.signal("TERM");
    allBySecond();
    System.out.printf("handed over after %.1f s%n", (System.nanoTime() - asked) / 1e9);
    awaiting("its end", first::ended);
    promoteAll();
    assertThat(cast.road().wrong()).isEmpty();
  }

  /// It sleeps until all that it held is done elsewhere, with all that it was about to do still in
  /// its memory.
  @Test
  void aNodeThatWakesUpLateDoesNothingAndBeginsAnew() {
    List<RolloutId> its = cast.those(id -> heldBy(id, "first"));
    assertThat(its).isNotEmpty();
    Set<String> before = cast.nodes();
    first.signal("STOP");
    allBySecond();
    promoteAll();
    awaiting("the traffic", () -> cast.those(cast::trafficAsStored).size() == ROLLOUTS);
    List<Routing> routings = its.stream().map(id -> cast.road().now(id)).toList();
    List<Integer> asked = its.stream().map(id -> cast.road().asked(id)).toList();
    List<List<Store.Recorded>> logs = its.stream().map(cast.store()::history).toList();

    first.signal("CONT");
    awaiting(
        "it to join under a new name",
        () -> cast.nodes().size() == 2 && !before.equals(cast.nodes()));
    awaiting("it to hold some again", () -> !cast.those(id -> heldBy(id, "first")).isEmpty());
    cast.ids().forEach(cast::renew);
    awaiting(
        "all to pause",
        () -> cast.those(id -> cast.summary(id).phase() == Phase.PAUSED).size() == ROLLOUTS);

    assertThat(cast.road().wrong()).as("routings that the store did not say").isEmpty();
    for (int i = 0; i < its.size(); i++) {
      List<Store.Recorded> log = cast.store().history(its.get(i));
      assertThat(log.subList(0, logs.get(i).size())).isEqualTo(logs.get(i));
      assertThat(log.get(logs.get(i).size()).transition().reason()).isEqualTo("RolloutUpdated");
      assertThat(routings.get(i).stable()).isEqualTo(routings.get(i).canary());
      assertThat(cast.road().asked(its.get(i))).isGreaterThan(asked.get(i));
    }
  }
}
