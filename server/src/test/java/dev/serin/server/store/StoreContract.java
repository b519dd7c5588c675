package dev.serin.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.engine.DurableStoreContract;
import dev.serin.core.engine.RolloutStore;
import dev.serin.core.engine.RolloutStore.Change;
import dev.serin.core.engine.RolloutStore.Saved;
import dev.serin.core.engine.RolloutStore.Stored;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Stage;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the store promises with either database.
abstract class StoreContract extends DurableStoreContract {
  private static final RolloutId DEMO = new RolloutId("default", "demo");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  @TempDir private Path folder;

  /// Opens the store of a place; the same place is the same store.
  protected abstract Store store(Path place);

  @Override
  protected final RolloutStore open(Path place) {
    return store(place);
  }

  @Test
  void aPlanIsKeptAsItIsUntilTheNextOne() {
    try (Store store = store(folder)) {
      assertThat(store.findPlan(DEMO)).isEmpty();

      store.savePlan(DEMO, "kind: Rollout\n# ü 새 \uD83D\uDC26 'quoted' :name\n");
      assertThat(store.findPlan(DEMO))
          .contains("kind: Rollout\n# ü 새 \uD83D\uDC26 'quoted' :name\n");

      store.savePlan(DEMO, "second");
      assertThat(store.findPlan(DEMO)).contains("second");
      assertThat(store.findPlan(new RolloutId("other", "demo"))).isEmpty();
    }
  }

  @Test
  void allRolloutsAreListedByName() {
    try (Store store = store(folder)) {
      Instant before = Instant.now();
      for (String name : List.of("shop", "cart")) {
        store.save(new RolloutId("default", name), change(0, "v1"));
      }

      assertThat(store.rollouts()).extracting(l -> l.id().name()).containsExactly("cart", "shop");
      assertThat(store.rollouts())
          .allSatisfy(
              l -> {
                assertThat(l.status()).isEqualTo(status("v1"));
                assertThat(l.updatedAt()).isBetween(before, Instant.now());
              });
    }
  }

  @Test
  void theLogReplaysToTheStateThatIsSaved() {
    try (Store store = store(folder)) {
      store.save(DEMO, change(0, "v1"));
      store.save(DEMO, change(1, "v2"));

      assertThat(store.history(DEMO))
          .extracting(Store.Recorded::version, Store.Recorded::status)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(1L, status("v1")),
              org.assertj.core.groups.Tuple.tuple(2L, status("v2")));
      assertThat(store.history(DEMO).getLast().status())
          .isEqualTo(store.find(DEMO).orElseThrow().status());
    }
  }

  @Test
  void manyMayOpenANewPlaceAtOnce() throws Exception {
    Callable<Boolean> opens =
        () -> {
          try (Store store = store(folder.resolve("new"))) {
            return store.rollouts().isEmpty();
          }
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Callable<Boolean>> all = IntStream.range(0, 6).mapToObj(_ -> opens).toList();
      for (Future<Boolean> opened : threads.invokeAll(all)) {
        assertThat(opened.get()).isTrue();
      }
    }
  }

  @Test
  void runsThatChangeAreFoundAsTheyAreWhoeverSavedThem() {
    long seed = ThreadLocalRandom.current().nextLong();
    Runs runs = new Runs(seed);
    try (Store first = store(folder);
        Store second = store(folder)) {
      for (int version = 0; version < 60; version++) {
        List<AnalysisRun> now = runs.next();
        // The one that did not save last does not know what is there.
        Store saving = version % 5 == 0 ? second : first;
        Change change = new Change(version, status("v1"), now, List.of(), List.of());

        assertThat(saving.save(DEMO, change)).isEqualTo(new Saved.Done(version + 1));
        assertThat(second.find(DEMO))
            .as("seed %d, version %d", seed, version)
            .contains(new Stored(status("v1"), now, version + 1));
      }
    }
  }

  @Test
  void measurementsOutliveTheStateUntilTheyAreForgotten() {
    try (Store store = store(folder)) {
      for (int finished = 1; finished <= 5; finished++) {
        List<AnalysisRun> run = List.of(Runs.measured(finished, Math.min(finished, 2)));
        store.save(DEMO, new Change(finished - 1, status("v1"), run, List.of(), List.of()));
      }
      assertThat(numbers(store, 10)).containsExactly(1L, 2L, 3L, 4L, 5L);
      assertThat(numbers(store, 3)).containsExactly(3L, 4L, 5L);
      assertThat(new Measurements(store).latest(DEMO, "run", 1))
          .containsExactly(new Measurements.Measured("errors", 5, Runs.finished(4)));

      // The first two are older; all are, but the state holds the last two.
      Instant second = Runs.NOON.plusSeconds(90);
      assertThat(new Measurements(store).forget(second, 1)).isEqualTo(1);
      assertThat(numbers(store, 10)).containsExactly(2L, 3L, 4L, 5L);
      assertThat(new Measurements(store).forget(second, 9)).isEqualTo(1);
      assertThat(numbers(store, 10)).containsExactly(3L, 4L, 5L);
      assertThat(new Measurements(store).forget(Runs.NOON.plusSeconds(9000), 9)).isEqualTo(1);
      assertThat(numbers(store, 10)).containsExactly(4L, 5L);
      assertThat(store.find(DEMO).orElseThrow().runs()).containsExactly(Runs.measured(5, 2));
    }
  }

  private static List<Long> numbers(Store store, int limit) {
    return new Measurements(store)
        .latest(DEMO, "run", limit).stream().map(Measurements.Measured::number).toList();
  }

  private static Status status(String version) {
    return Status.serving(new Revision(version), NOW);
  }

  private static Change change(long expected, String version) {
    assertThat(status(version).stage()).isInstanceOf(Stage.Stable.class);
    return new Change(
        expected,
        status(version),
        List.of(),
        List.of(new Transition(NOW, "Began", "at " + version)),
        List.of());
  }
}
