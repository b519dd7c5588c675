package dev.serin.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.RolloutStore.Change;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// Lines that show in another order than that of their numbers.
final class TailTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void inAFileLinesComeInTheirOrder(@TempDir Path folder) {
    try (Store store = Store.open(folder)) {
      save(store, "before", 0);
      Tail tail = new Tail(store);

      assertThat(tail.look()).isEmpty();
      assertThat(tail.settled()).isEqualTo(1);
      save(store, "cart", 0);
      save(store, "cart", 1);

      assertThat(numbers(tail.look())).containsExactly(2L, 3L);
      assertThat(tail.look()).isEmpty();
    }
  }

  @Test
  @Tag("postgres")
  void aLineWaitsForOneOfALowerNumberThatIsCommittedLater(TestInfo test) throws SQLException {
    DatabaseAddress address = Postgres.server().schema(test.getDisplayName());
    try (Store store = Store.open(address);
        Connection slow = connect(address);
        Connection quick = connect(address)) {
      Tail tail = begun(store);
      write(slow);
      write(quick);
      quick.commit();

      assertThat(tail.look()).isEmpty();
      assertThat(tail.look()).isEmpty();
      assertThat(tail.settled()).isZero();
      slow.commit();

      assertThat(numbers(tail.look())).containsExactly(1L, 2L);
    }
  }

  @Test
  @Tag("postgres")
  void aGapOfARolledBackTransactionIsPassed(TestInfo test) throws SQLException {
    DatabaseAddress address = Postgres.server().schema(test.getDisplayName());
    try (Store store = Store.open(address);
        Connection lost = connect(address);
        Connection quick = connect(address);
        Connection later = connect(address)) {
      Tail tail = begun(store);
      write(lost);
      write(quick);
      quick.commit();
      assertThat(tail.look()).isEmpty();
      lost.rollback();
      // A writer that began after the gap was seen can not fill it, and is not waited for.
      write(later);

      assertThat(numbers(tail.look())).containsExactly(2L);
      assertThat(tail.look()).isEmpty();
      later.commit();
      assertThat(numbers(tail.look())).containsExactly(3L);
    }
  }

  @Test
  @Tag("postgres")
  void theEndOfTheLogIsNotKnownWhileSomebodyWrites(TestInfo test) throws SQLException {
    DatabaseAddress address = Postgres.server().schema(test.getDisplayName());
    try (Store store = Store.open(address);
        Connection slow = connect(address);
        Connection quick = connect(address)) {
      write(slow);
      write(quick);
      quick.commit();
      Tail tail = new Tail(store);

      assertThat(tail.look()).isEmpty();
      assertThat(tail.settled()).isNegative();
      slow.commit();

      assertThat(tail.look()).isEmpty();
      assertThat(tail.settled()).isEqualTo(2);
    }
  }

  @Test
  @Tag("postgres")
  void nothingIsLostAmongManyWriters(TestInfo test) throws Exception {
    DatabaseAddress address = Postgres.server().schema(test.getDisplayName());
    try (Store store = Store.open(address)) {
      Tail tail = begun(store);
      List<Thread> writers =
          IntStream.range(0, 4)
              .mapToObj(
                  writer -> Thread.ofVirtual().start(() -> writeMuch(address, writer % 2 == 0)))
              .toList();
      List<Long> seen = new ArrayList<>();
      while (writers.stream().anyMatch(Thread::isAlive)) {
        seen.addAll(numbers(tail.look()));
      }
      for (int look = 0; look < 3; look++) {
        seen.addAll(numbers(tail.look()));
      }

      List<Long> all = numbers(new Log(store).between(0, Long.MAX_VALUE, 10_000));
      assertThat(all).hasSize(300);
      assertThat(seen).isEqualTo(all);
    }
  }

  private static void writeMuch(DatabaseAddress address, boolean clumsy) {
    try (Connection connection = connect(address)) {
      for (int i = 0; i < 100; i++) {
        write(connection);
        if (clumsy && i % 2 == 0) {
          connection.rollback();
        } else {
          connection.commit();
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Tail begun(Store store) {
    Tail tail = new Tail(store);
    assertThat(tail.look()).isEmpty();
    assertThat(tail.settled()).isZero();
    return tail;
  }

  private static List<Long> numbers(List<Log.Line> lines) {
    return LongStream.of(lines.stream().mapToLong(Log.Line::number).toArray()).boxed().toList();
  }

  private static void save(Store store, String name, long expected) {
    Transition line = new Transition(NOW, "RolloutUpdated", "it moved");
    assertThat(
            store.save(
                new RolloutId("shop", name),
                new Change(expected, status(), List.of(), List.of(line), List.of())))
        .isNotNull();
  }

  private static Status status() {
    return Status.serving(new Revision("v1"), NOW);
  }

  private static Connection connect(DatabaseAddress address) throws SQLException {
    Connection connection = DriverManager.getConnection(address.jdbcUrl(), address.properties());
    connection.setAutoCommit(false);
    return connection;
  }

  private static void write(Connection connection) throws SQLException {
    try (Statement insert = connection.createStatement()) {
      insert.execute(
          """
          INSERT INTO transition (namespace, name, version, happened_at, reason, message, status)
          VALUES ('shop', 'cart', 1, '%s', 'RolloutUpdated', 'it moved', '%s')"""
              .formatted(NOW, CoreJson.STATUS.write(status())));
    }
  }
}
