package dev.serin.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.core.rollout.RolloutId;
import dev.serin.server.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What holds after `kill -9` at any moment: no rollout is lost or stuck, each transition is there
/// once, and users go where the store says.
///
/// `-Dserin.crash.moments=500` kills so often, `-Dserin.crash.seed=7` at the same moments again.
abstract class CrashContract {
  private static final int ROLLOUTS = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String STEPS =
      """
      - setWeight: 10
      - analysis: {templates: [{templateName: healthy}]}
      - setWeight: 30
      - pause: {duration: 1s}
      - setWeight: 60
      - analysis: {templates: [{templateName: healthy}]}
      """;

  private final long seed = Long.getLong("serin.crash.seed", System.nanoTime());
  private final int moments = Integer.getInteger("serin.crash.moments", 4);
  private final SplittableRandom random = new SplittableRandom(seed);

  @TempDir private Path folder;

  /// Where the rollouts are kept.
  abstract NodeProcess.Site site(Path folder);

  @Test
  void nothingIsLostNorTwice() throws Exception {
    System.out.println("crash: seed " + seed + ", " + moments + " moments, " + getClass());
    try (Cast cast = Cast.open(site(folder), folder, ROLLOUTS, STEPS)) {
      cast.begin();
      int admin = freePort();
      for (int moment = 1; moment <= moments; moment++) {
        live(cast, admin, moment);
        cast.ids().forEach(id -> assertSound(cast, id));
        if (moment % 50 == 0) {
          System.out.println("crash: after " + moment + " kills " + story(cast));
        }
      }
      rest(cast, admin);
      System.out.println("crash: " + story(cast));
    }
  }

  /// A node that is killed: a quarter of them before they do anything, the others in the middle of
  /// their work. Rollouts that are done are given another version, so that there is always work.
  private void live(Cast cast, int admin, int moment) {
    Set<String> before = cast.nodes();
    try (NodeProcess _ = NodeProcess.start(cast.site(), "crash", admin)) {
      boolean early = random.nextInt(4) == 0;
      if (!early) {
        awaiting(
            "a node that holds all after kill " + (moment - 1),
            () -> cast.held() && Collections.disjoint(before, cast.nodes()));
        cast.ids().forEach(cast::renew);
        awaitTraffic(cast, "after kill " + (moment - 1));
        long saves = cast.saves();
        awaiting("work after kill " + (moment - 1), () -> cast.saves() > saves);
      }
      LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(early ? 2500 : 1500)));
    }
  }

  private static void awaiting(String what, Callable<Boolean> wanted) {
    await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(wanted);
  }

  private static void awaitTraffic(Cast cast, String when) {
    List<RolloutId> open = new ArrayList<>(cast.ids());
    await("traffic as stored " + when)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              open.removeIf(cast::trafficAsStored);
              return open.isEmpty();
            });
  }

  /// All of them come to their ends.
  private static void rest(Cast cast, int admin) {
    try (NodeProcess _ = NodeProcess.start(cast.site(), "crash", admin)) {
      await("all serve their newest versions")
          .atMost(PATIENCE)
          .until(
              () ->
                  cast.those(id -> cast.summary(id).desired().equals(cast.summary(id).stable()))
                          .size()
                      == ROLLOUTS);
      awaitTraffic(cast, "at the end");
    }
    cast.ids().forEach(id -> assertSound(cast, id));
    assertThat(cast.road().wrong()).as("routings that the store did not say").isEmpty();
  }

  /// The log tells one story: each version follows the one before, and each step is told once, in
  /// order.
  private static void assertSound(Cast cast, RolloutId id) {
    List<Store.Recorded> log = cast.store().history(id);
    long version = cast.store().find(id).map(stored -> stored.version()).orElse(0L);
    List<String> steps = new ArrayList<>();
    long last = 0;
    for (Store.Recorded line : log) {
      assertThat(line.version()).as("versions of %s", id).isBetween(Math.max(1, last), version);
      last = line.version();
      String reason = line.transition().reason();
      if (reason.equals("RolloutUpdated")) {
        steps.clear();
      } else if (reason.equals("RolloutStepCompleted")) {
        steps.add(line.transition().message());
        assertThat(line.transition().message())
            .as("steps of %s: %s", id, steps)
            .startsWith("Rollout step " + steps.size() + "/6 completed");
      }
    }
    if (!log.isEmpty()) {
      assertThat(cast.store().find(id).orElseThrow().status().routing())
          .as("what the log of %s leads to", id)
          .isEqualTo(log.getLast().status().routing());
    }
  }

  private static String story(Cast cast) {
    List<Store.Recorded> lines =
        cast.ids().stream().flatMap(id -> cast.store().history(id).stream()).toList();
    long updates =
        lines.stream()
            .filter(line -> line.transition().reason().equals("RolloutCompleted"))
            .count();
    int asked = cast.ids().stream().mapToInt(cast.road()::asked).sum();
    return "%d updates ended, %d transitions, %d saves, %d routings asked for"
        .formatted(updates, lines.size(), cast.saves(), asked);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
