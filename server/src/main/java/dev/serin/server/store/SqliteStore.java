package dev.serin.server.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.serin.core.engine.RolloutStore;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Transition;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/// The store in the file `serin.db` of a folder. Several processes, and several threads of each,
/// may use it at once; what [#save] and [#request] have returned is on the disk.
public final class SqliteStore implements RolloutStore, AutoCloseable {
  private final Path file;
  private final Handle handle;
  private final ReentrantLock turn = new ReentrantLock();
  private final InstantSource clock = InstantSource.system();

  private SqliteStore(Path file, Handle handle) {
    this.file = file;
    this.handle = handle;
  }

  /// Opens the store of a folder, which is made, for its owner alone, when it is not there.
  ///
  /// @throws StoreException when the folder or its file can not be used, or is of a newer program
  public static SqliteStore open(Path folder) {
    Database database = Database.in(folder);
    return new SqliteStore(database.file(), database.open());
  }

  /// A rollout in the list of all.
  ///
  /// @param updatedAt when it was saved last
  public record Listed(RolloutId id, Status status, Instant updatedAt) {}

  /// A line of the log, and what the rollout was after it.
  ///
  /// @param version the rollout's version that the line came with; lines of one change share it
  /// @param status at that version
  public record Recorded(Transition transition, long version, Status status) {}

  @Override
  public Optional<Stored> find(RolloutId id) {
    String sql =
        "SELECT status, runs, version FROM rollout WHERE namespace = :namespace AND name = :name";
    return use(
        "read rollout " + id,
        h ->
            of(id, h.createQuery(sql))
                .map(
                    (row, _) ->
                        new Stored(
                            decode(CoreJson.STATUS, row.getString("status")),
                            decode(CoreJson.RUNS, row.getString("runs")),
                            row.getLong("version")))
                .findOne());
  }

  @Override
  public Saved save(RolloutId id, Change change) {
    return write(
        "save rollout " + id,
        h -> {
          String status = CoreJson.STATUS.write(change.status());
          if (!put(h, id, change, status)) {
            return new Saved.Conflict();
          }
          log(h, id, change, status);
          reply(h, id, change.replies());
          return new Saved.Done(change.expected() + 1);
        });
  }

  /// True when the rollout was at the version that the change builds on.
  private boolean put(Handle h, RolloutId id, Change change, String status) {
    String sql =
        change.expected() == 0
            ? """
              INSERT INTO rollout (namespace, name, status, runs, version, updated_at)
              VALUES (:namespace, :name, :status, :runs, :expected + 1, :now)
              ON CONFLICT DO NOTHING"""
            : """
              UPDATE rollout
              SET status = :status, runs = :runs, version = :expected + 1, updated_at = :now
              WHERE namespace = :namespace AND name = :name AND version = :expected""";
    return of(id, h.createUpdate(sql))
            .bind("status", status)
            .bind("runs", CoreJson.RUNS.write(change.runs()))
            .bind("expected", change.expected())
            .bind("now", clock.instant().toString())
            .execute()
        == 1;
  }

  private static void log(Handle h, RolloutId id, Change change, String status) {
    if (change.transitions().isEmpty()) {
      return;
    }
    PreparedBatch batch =
        h.prepareBatch(
            """
            INSERT INTO transition
              (namespace, name, version, happened_at, reason, message, status)
            VALUES (:namespace, :name, :version, :at, :reason, :message, :status)""");
    for (Transition transition : change.transitions()) {
      of(id, batch)
          .bind("version", change.expected() + 1)
          .bind("at", transition.at().toString())
          .bind("reason", transition.reason())
          .bind("message", transition.message())
          .bind("status", status)
          .add();
    }
    batch.execute();
  }

  private static void reply(Handle h, RolloutId id, List<Reply> replies) {
    for (Reply reply : replies) {
      of(
              id,
              h.createUpdate(
                  """
                  UPDATE request SET answer = :answer
                  WHERE number = :number AND namespace = :namespace AND name = :name
                    AND answer IS NULL"""))
          .bind("answer", CoreJson.ANSWER.write(reply.answer()))
          .bind("number", reply.request())
          .execute();
    }
  }

  @Override
  public long request(RolloutId id, Command command, String by, Instant at) {
    String sql =
        """
        INSERT INTO request (namespace, name, command, asked_by, asked_at)
        VALUES (:namespace, :name, :command, :by, :at) RETURNING number""";
    return write(
        "ask something of rollout " + id,
        h ->
            of(id, h.createQuery(sql))
                .bind("command", CoreJson.COMMAND.write(command))
                .bind("by", by)
                .bind("at", at.toString())
                .mapTo(Long.class)
                .one());
  }

  @Override
  public List<Request> requests(RolloutId id) {
    String sql =
        """
        SELECT number, command, asked_by, asked_at FROM request
        WHERE namespace = :namespace AND name = :name AND answer IS NULL ORDER BY number""";
    return use(
        "read the commands for rollout " + id,
        h ->
            of(id, h.createQuery(sql))
                .map(
                    (row, _) ->
                        new Request(
                            row.getLong("number"),
                            decode(CoreJson.COMMAND, row.getString("command")),
                            row.getString("asked_by"),
                            Instant.parse(row.getString("asked_at"))))
                .list());
  }

  @Override
  public Optional<Command.Answer> answer(long request) {
    return use(
        "read the answer to command " + request,
        h ->
            h.createQuery(
                    "SELECT answer FROM request WHERE number = :number AND answer IS NOT NULL")
                .bind("number", request)
                .map((row, _) -> decode(CoreJson.ANSWER, row.getString("answer")))
                .findOne());
  }

  @Override
  public List<Transition> transitions(RolloutId id) {
    return history(id).stream().map(Recorded::transition).toList();
  }

  /// Every change so far with the status that it led to, oldest first.
  public List<Recorded> history(RolloutId id) {
    String sql =
        """
        SELECT happened_at, reason, message, version, status FROM transition
        WHERE namespace = :namespace AND name = :name ORDER BY number""";
    return use(
        "read the log of rollout " + id,
        h ->
            of(id, h.createQuery(sql))
                .map(
                    (row, _) ->
                        new Recorded(
                            new Transition(
                                Instant.parse(row.getString("happened_at")),
                                row.getString("reason"),
                                row.getString("message")),
                            row.getLong("version"),
                            decode(CoreJson.STATUS, row.getString("status"))))
                .list());
  }

  /// All rollouts by name.
  public List<Listed> rollouts() {
    return use(
        "list the rollouts",
        h ->
            h.createQuery(
                    """
                    SELECT namespace, name, status, updated_at FROM rollout
                    ORDER BY namespace, name""")
                .map(
                    (row, _) ->
                        new Listed(
                            new RolloutId(row.getString("namespace"), row.getString("name")),
                            decode(CoreJson.STATUS, row.getString("status")),
                            Instant.parse(row.getString("updated_at"))))
                .list());
  }

  /// Keeps what a run of the rollout needs to begin again, instead of what was kept before.
  ///
  /// @param document the run's own text, which the store does not look into
  public void savePlan(RolloutId id, String document) {
    String sql =
        """
        INSERT INTO plan (namespace, name, document) VALUES (:namespace, :name, :document)
        ON CONFLICT (namespace, name) DO UPDATE SET document = excluded.document""";
    write(
        "save the plan of rollout " + id,
        h -> of(id, h.createUpdate(sql)).bind("document", document).execute());
  }

  /// The document that [#savePlan] kept.
  public Optional<String> findPlan(RolloutId id) {
    String sql = "SELECT document FROM plan WHERE namespace = :namespace AND name = :name";
    return use(
        "read the plan of rollout " + id,
        h -> of(id, h.createQuery(sql)).mapTo(String.class).findOne());
  }

  @Override
  public void close() {
    use(
        "close the store",
        h -> {
          h.close();
          return true;
        });
  }

  private static <S extends SqlStatement<S>> S of(RolloutId id, S statement) {
    return statement.bind("namespace", id.namespace()).bind("name", id.name());
  }

  private <T> T write(String doing, Function<Handle, T> work) {
    return use(doing, h -> h.inTransaction(work::apply));
  }

  private <T> T use(String doing, Function<Handle, T> work) {
    turn.lock();
    try {
      return work.apply(handle);
    } catch (JdbiException e) {
      throw StoreFaults.refused(file, doing, e);
    } finally {
      turn.unlock();
    }
  }

  private <T> T decode(CoreJson<T> format, String text) {
    try {
      return format.read(text);
    } catch (JsonProcessingException e) {
      throw new StoreException(
          file
              + " holds something that this serin can not read ("
              + e.getOriginalMessage()
              + "): run the serin that wrote it, or choose another state folder",
          e);
    }
  }
}
