package dev.serin.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.RolloutStore.Change;
import dev.serin.core.engine.RolloutStore.Stored;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.core.traffic.Revision;
import dev.serin.server.store.Leases.Outcome;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("postgres")
final class PostgresLeasesTest extends LeasesContract {
  private static final RolloutId DEMO = new RolloutId("default", "demo");

  @TempDir private Path shared;

  @Override
  protected Store open(Path place) {
    return Store.open(Postgres.server().schema(place.toString()));
  }

  @Test
  void aProcessThatIsStoppedPastItsLeaseAndWokenWritesNothing() throws Exception {
    try (Store store = open(shared);
        Leases leases = store.join("here", Leases.LASTS);
        Child child = new Child(shared, Duration.ofSeconds(1))) {
      assertThat(child.save()).endsWith("Done");
      child.signal("STOP");
      Lease lease = awaitTaken(leases);
      Stored before = store.find(DEMO).orElseThrow();
      child.signal("CONT");

      assertThat(child.save()).isEqualTo("false Lost");
      assertThat(child.save()).isEqualTo("false Lost");
      assertThat(store.find(DEMO)).contains(before);
      assertThat(store.save(change(before.version()), lease))
          .isEqualTo(new Store.Leased.Done(before.version() + 1));
    }
  }

  @Test
  void whatAKilledProcessHeldIsTakenOver() throws Exception {
    try (Store store = open(shared);
        Leases leases = store.join("here", Leases.LASTS)) {
      try (Child child = new Child(shared, Leases.LASTS)) {
        assertThat(child.save()).endsWith("Done");
        assertThat(leases.acquire(DEMO)).isInstanceOf(Outcome.HeldBy.class);
      }

      assertThat(awaitTaken(leases).token()).isEqualTo(2);
      assertThat(store.find(DEMO)).isPresent();
    }
  }

  @Test
  void theTimeUntilATakeOverIsShort() {
    assertThat(Leases.LASTS.plus(Leases.EVERY)).isLessThan(Duration.ofSeconds(10));
  }

  private static Lease awaitTaken(Leases leases) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < deadline) {
      assertThat(leases.renew()).isEmpty();
      if (leases.acquire(DEMO) instanceof Outcome.Acquired(var lease)) {
        return lease;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    throw new AssertionError("nobody let go of it");
  }

  private static Change change(long expected) {
    Status status = Status.serving(new Revision("v" + expected), Instant.EPOCH);
    return new Change(expected, status, List.of(), List.of(), List.of());
  }

  /// A process that holds the rollout and saves it when it is asked to.
  private static final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader from;
    private final BufferedWriter to;

    Child(Path place, Duration lasts) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Holding.class.getName(),
                  place.toString(),
                  lasts.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      from = process.inputReader();
      to = process.outputWriter();
    }

    /// Whether it says that it holds the lease, and what came of saving.
    String save() throws IOException {
      to.write("save\n");
      to.flush();
      return String.valueOf(from.readLine());
    }

    void signal(String name) throws Exception {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  /// Takes the rollout, and then saves its next version for each line that it reads.
  static final class Holding {
    private Holding() {}

    public static void main(String[] args) throws IOException {
      Store store = Store.open(Postgres.ofParent().schema(args[0]));
      Leases leases = store.join("child", Duration.parse(args[1]));
      if (!(leases.acquire(DEMO) instanceof Outcome.Acquired(var lease))) {
        throw new IllegalStateException("somebody else has it");
      }
      var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (long version = 0; lines.readLine() != null; version++) {
        boolean held = lease.held();
        Store.Leased saved = store.save(change(version), lease);
        System.out.println(held + " " + saved.getClass().getSimpleName());
      }
    }
  }
}
