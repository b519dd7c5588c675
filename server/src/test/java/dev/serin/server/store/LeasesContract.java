package dev.serin.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.core.engine.RolloutStore.Change;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import dev.serin.server.store.Leases.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What leases promise with either database.
abstract class LeasesContract {
  private static final RolloutId DEMO = new RolloutId("default", "demo");
  private static final Duration LONG = Duration.ofMinutes(10);

  /// Ends before the next statement comes.
  private static final Duration OVER = Duration.ofMillis(1);

  @TempDir private Path place;
  private Store store;
  private Store other;

  /// Opens the store of a place; the same place is the same store.
  protected abstract Store open(Path place);

  @BeforeEach
  void openTwo() {
    store = open(place);
    other = open(place);
  }

  @AfterEach
  void closeBoth() {
    store.close();
    other.close();
  }

  @Test
  void aRolloutIsHeldByOneNode() {
    try (Leases first = store.join("first", LONG);
        Leases second = other.join("second", LONG)) {
      Lease lease = acquired(first.acquire(DEMO));

      assertThat(lease.held()).isTrue();
      assertThat(lease.token()).isEqualTo(1);
      assertThat(first.acquire(DEMO)).isEqualTo(new Outcome.Acquired(lease));
      assertThat(second.acquire(DEMO)).isEqualTo(new Outcome.HeldBy(DEMO, first.node()));
      assertThat(new Outcome.HeldBy(DEMO, "first#1").message())
          .isEqualTo("rollout default/demo is already run by node first#1");
    }
  }

  @Test
  void whatIsGivenBackIsTakenAtOnceWithTheNextToken() {
    try (Leases first = store.join("first", LONG);
        Leases second = other.join("second", LONG)) {
      Lease lease = acquired(first.acquire(DEMO));
      first.release(lease);

      assertThat(lease.held()).isFalse();
      assertThat(store.save(change(0), lease)).isEqualTo(new Store.Leased.Lost(lease));
      assertThat(acquired(second.acquire(DEMO)).token()).isEqualTo(2);
    }
  }

  @Test
  void whatANodeHeldThatLeftIsVacant() {
    plans(3);
    Leases first = store.join("first", LONG);
    assertThat(first.acquireVacant(10)).hasSize(3);
    try (Leases second = other.join("second", LONG)) {
      assertThat(second.vacant(10)).isEmpty();
      assertThat(second.census()).isEqualTo(new Leases.Census(2, 3, 0));
      first.close();

      assertThat(second.census()).isEqualTo(new Leases.Census(1, 3, 3));
      assertThat(second.acquireVacant(2)).extracting(Lease::token).containsExactly(2L, 2L);
      assertThat(second.held()).hasSize(2);
    }
  }

  @Test
  void aLeaseLastsForAsLongAsItIsRenewed() {
    try (Leases first = store.join("first", LONG);
        Leases second = other.join("second", LONG)) {
      Lease lease = acquired(first.acquire(DEMO));

      assertThat(first.renew()).isEmpty();
      assertThat(second.renew()).isEmpty();
      assertThat(lease.held()).isTrue();
      assertThat(second.acquire(DEMO)).isInstanceOf(Outcome.HeldBy.class);
    }
  }

  @Test
  void aNodeThatWakesUpLateCanWriteNothing() {
    try (Leases late = store.join("late", OVER);
        Leases second = other.join("second", LONG)) {
      Lease lease = acquired(late.acquire(DEMO));
      Lease taken = acquired(awaitTaken(second));
      assertThat(other.save(change(0), taken)).isEqualTo(new Store.Leased.Done(1));

      Store.Leased saved = store.save(change(1), lease);

      assertThat(lease.held()).isFalse();
      assertThat(saved).isEqualTo(new Store.Leased.Lost(lease));
      assertThat(((Store.Leased.Lost) saved).message())
          .isEqualTo("rollout default/demo was taken over by another node; this one does no more");
      assertThat(store.transitions(DEMO)).hasSize(1);
      assertThat(late.renew()).containsExactly(lease);
      assertThat(late.held()).isEmpty();
    }
  }

  @Test
  void aNodeThatLostEverythingGoesOnUnderANewName() {
    try (Leases late = store.join("late", OVER);
        Leases second = other.join("second", LONG)) {
      String name = late.node();
      acquired(late.acquire(DEMO));
      awaitTaken(second);
      late.renew();

      assertThat(late.node()).isNotEqualTo(name).startsWith("late#");
      assertThat(late.acquire(DEMO)).isEqualTo(new Outcome.HeldBy(DEMO, second.node()));
      assertThat(late.acquire(new RolloutId("default", "another")))
          .isInstanceOf(Outcome.Acquired.class);
    }
  }

  @Test
  void aNodeThatWakesUpLateButWasNotMissedGoesOn() {
    try (Leases late = store.join("late", OVER)) {
      Lease lease = acquired(late.acquire(DEMO));
      await(() -> !lease.held());

      assertThat(late.renew()).isEmpty();
      assertThat(store.save(change(0), lease)).isEqualTo(new Store.Leased.Done(1));
    }
  }

  @Test
  void whatANodeHoldsWithoutKnowingItIsTold() {
    try (Leases first = store.join("first", LONG)) {
      first.release(acquired(first.acquire(DEMO)));
      sql("UPDATE lease SET holder = '%s', token = token + 1".formatted(first.node()));

      List<Lease> mended = first.mend();

      assertThat(mended).singleElement().matches(Lease::held);
      assertThat(store.save(change(0), mended.getFirst())).isEqualTo(new Store.Leased.Done(1));
      assertThat(first.mend()).isEmpty();
    }
  }

  @Test
  void whatIsNotANodesAnyMoreIsLost() {
    try (Leases first = store.join("first", LONG)) {
      Lease lease = acquired(first.acquire(DEMO));
      sql("UPDATE lease SET holder = NULL, token = token + 1");

      assertThat(first.mend()).isEmpty();
      assertThat(lease.lost()).isTrue();
    }
  }

  private void sql(String statement) {
    assertThat(store.<Integer>write("test", h -> h.execute(statement))).isPositive();
  }

  @Test
  void underALeaseTheVersionCountsToo() {
    try (Leases first = store.join("first", LONG)) {
      Lease lease = acquired(first.acquire(DEMO));

      assertThat(store.save(change(0), lease)).isEqualTo(new Store.Leased.Done(1));
      assertThat(store.save(change(0), lease)).isEqualTo(new Store.Leased.Conflict());
      assertThat(store.save(change(1), lease)).isEqualTo(new Store.Leased.Done(2));
      assertThat(store.save(change(1), lease)).isEqualTo(new Store.Leased.Conflict());
      assertThat(lease.held()).isTrue();
    }
  }

  @Test
  void ofManyNodesEachRolloutGoesToOne() throws Exception {
    plans(40);
    List<Leases> nodes =
        IntStream.range(0, 4)
            .mapToObj(i -> (i % 2 == 0 ? store : other).join("n" + i, LONG))
            .toList();
    List<RolloutId> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 20; round++) {
        List<Callable<List<Lease>>> grabs =
            nodes.stream().<Callable<List<Lease>>>map(n -> () -> n.acquireVacant(3)).toList();
        for (Future<List<Lease>> grabbed : threads.invokeAll(grabs)) {
          grabbed.get().forEach(lease -> all.add(lease.id()));
        }
      }
    }

    assertThat(all).hasSize(40).doesNotHaveDuplicates();
    assertThat(nodes.stream().mapToInt(n -> n.held().size()).sum()).isEqualTo(40);
    nodes.forEach(Leases::close);
  }

  @Test
  void aTakeOverAndASaveAtTheSameMomentNeverBothHold() throws Exception {
    for (int round = 0; round < 3; round++) {
      RolloutId id = new RolloutId("race", "r" + round);
      try (Leases late = store.join("late", OVER);
          Leases second = other.join("second", LONG)) {
        Lease lease = acquired(late.acquire(id));
        int written = writtenUntilLost(lease, () -> awaitTaken(second, id));

        // What the new holder finds stays as it is.
        long version = other.find(id).map(stored -> stored.version()).orElse(0L);
        assertThat(version).isEqualTo(written);
        assertThat(store.save(change(version), lease)).isEqualTo(new Store.Leased.Lost(lease));
      }
    }
  }

  /// Saves as fast as it can while another takes over.
  ///
  /// @return how often it was told that it is saved
  private int writtenUntilLost(Lease lease, Callable<Outcome> takeOver) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Outcome> taken = threads.submit(takeOver);
      int written = 0;
      while (store.save(change(written), lease) instanceof Store.Leased.Done) {
        written++;
        assertThat(written).isLessThan(100_000);
      }
      acquired(taken.get());
      return written;
    }
  }

  @Test
  void aLeaseThatLastsNoTimeIsRefused() {
    assertThatThrownBy(() -> store.join("n", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1 ms, but is for PT0S");
  }

  private void plans(int count) {
    for (int i = 0; i < count; i++) {
      store.savePlan(new RolloutId("default", "r" + i), "plan");
    }
  }

  private static Outcome awaitTaken(Leases by) {
    return awaitTaken(by, DEMO);
  }

  /// Asks until the other's time is over.
  private static Outcome awaitTaken(Leases by, RolloutId id) {
    List<Outcome> outcome = new ArrayList<>();
    await(
        () -> {
          outcome.add(by.acquire(id));
          return outcome.getLast() instanceof Outcome.Acquired;
        });
    return outcome.getLast();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(100_000);
    }
  }

  private static Lease acquired(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Acquired(var lease) -> lease;
      case Outcome.HeldBy held -> throw new AssertionError(held.message());
    };
  }

  private static Change change(long expected) {
    return new Change(
        expected,
        Status.serving(new Revision("v" + expected), Instant.EPOCH),
        List.of(),
        List.of(new Transition(Instant.EPOCH, "Began", "at " + expected)),
        List.of());
  }
}
