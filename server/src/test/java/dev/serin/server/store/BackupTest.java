package dev.serin.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.engine.RolloutStore.Change;
import dev.serin.core.engine.RolloutStore.Reply;
import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.core.engine.Samples;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackupTest {
  private static final RolloutId DEMO = new RolloutId("default", "demo");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  @TempDir private Path folder;

  @Test
  void aStoreIsRestoredWhole() {
    travels(open("sqlite", "from"), open("sqlite", "to"));
  }

  @ParameterizedTest(name = "from {0} to {1}")
  @CsvSource({"sqlite, postgres", "postgres, sqlite", "postgres, postgres"})
  @Tag("postgres")
  void aBackupOfOneDatabaseIsRestoredIntoAnother(String from, String to) {
    travels(open(from, "from"), open(to, "to"));
  }

  private Store open(String kind, String name) {
    Path place = folder.resolve(name);
    return kind.equals("sqlite")
        ? Store.open(place)
        : Store.open(Postgres.server().schema(place.toString()));
  }

  private void travels(Store from, Store to) {
    try (from;
        to) {
      long answered = fill(from);
      Path file = folder.resolve("backup");

      long rows = from.backup(file);

      assertThat(to.restore(file)).isEqualTo(rows);
      assertThat(to.find(DEMO)).isEqualTo(from.find(DEMO));
      assertThat(to.history(DEMO)).isEqualTo(from.history(DEMO)).hasSize(2);
      assertThat(to.rollouts()).isEqualTo(from.rollouts());
      assertThat(to.requests(DEMO)).isEqualTo(from.requests(DEMO)).hasSize(1);
      assertThat(to.answer(answered)).isEqualTo(from.answer(answered)).isPresent();
      assertThat(to.findPlan(DEMO)).contains("plan");
      goesOn(to, answered);
    }
  }

  /// @return the number of a request that is answered
  private static long fill(Store store) {
    store.savePlan(DEMO, "plan");
    long answered = store.request(DEMO, new Command.Promote(), "kim", NOW);
    new Catalog(store)
        .ask(DEMO, new Command.Pause(), new Catalog.Asking("lee", "why", "key", "place"));
    List<AnalysisRun> runs = Samples.of(AnalysisRun.class);
    store.save(DEMO, new Change(0, status(1), runs, List.of(transition(1)), List.of()));
    var reply = new Reply(answered, new Command.Answer.Done("promoted"));
    store.save(DEMO, new Change(1, status(2), runs, List.of(transition(2)), List.of(reply)));
    return answered;
  }

  /// Numbers go on where they were.
  private static void goesOn(Store store, long known) {
    assertThat(store.request(DEMO, new Command.Resume(), "kim", NOW)).isGreaterThan(known + 1);
    store.save(DEMO, new Change(2, status(3), List.of(), List.of(transition(3)), List.of()));
    assertThat(store.transitions(DEMO))
        .containsExactly(transition(1), transition(2), transition(3));
  }

  @Test
  void aBackupIsForItsOwnerAloneAndReplacesNothing() throws IOException {
    Path file = folder.resolve("backup");
    try (Store store = open("sqlite", "from")) {
      store.backup(file);

      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThatThrownBy(() -> store.backup(file))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("there is a file " + file + " already");
      assertThatThrownBy(() -> store.backup(folder.resolve("none").resolve("backup")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("can not write the backup");
    }
  }

  @Test
  void aStoreThatIsNotEmptyIsLeftAsItIs() {
    Path file = folder.resolve("backup");
    try (Store from = open("sqlite", "from");
        Store to = open("sqlite", "to")) {
      fill(from);
      from.backup(file);
      to.savePlan(DEMO, "mine");

      assertThatThrownBy(() -> to.restore(file))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("this one has rows of 'plan': choose a new one");
      assertThat(to.findPlan(DEMO)).contains("mine");
      assertThat(to.rollouts()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cut off            | \\{"rows":.*\\n    | ''               | is damaged (it is cut off)
          cut in a row       | "message 2.*      | ''               | is damaged
          a row is missing   | (\\{"table":"plan".*)\\n\\{ | \\{    | does not end as it should
          a column is gone   | "reason":"[^"]*", | ''               | has no 'reason'
          another schema     | "schema":\\d+     | "schema":999      | of another serin (schema 999, and this one is at
          something else     | "serin":"backup"  | "a":"b"          | is no backup of serin
          """)
  void aDamagedBackupIsRefusedAsAWhole(String what, String part, String instead, String told)
      throws IOException {
    Path file = folder.resolve("backup");
    try (Store from = open("sqlite", "from");
        Store to = open("sqlite", "to")) {
      fill(from);
      from.backup(file);
      String text = Files.readString(file);
      Files.writeString(file, text.replaceFirst(part, instead));

      assertThatThrownBy(() -> to.restore(file))
          .as(what)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(told);
      assertThat(to.rollouts()).isEmpty();
      assertThat(to.findPlan(DEMO)).isEmpty();
    }
  }

  private static Status status(int number) {
    return Status.fresh(new Revision("v" + number), NOW.plusSeconds(number));
  }

  private static Transition transition(int number) {
    return new Transition(NOW.plusSeconds(number), "Reason" + number, "message " + number);
  }
}
