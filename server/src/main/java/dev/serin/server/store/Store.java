package dev.serin.server.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.serin.core.engine.RolloutStore;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Transition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// Where rollouts live: a file in a folder, or a PostgreSQL database. Several processes, and
/// several threads of each, may use it at once; what was saved or asked is on the disk when it
/// returns.
public final class Store implements RolloutStore, AutoCloseable {
  private final WatchedDatabase database;
  private final Known known = new Known();
  private volatile boolean announcing;

  private Store(Database database) {
    this.database = new WatchedDatabase(database);
  }

  /// Opens the store of a folder, which is made, for its owner alone, when it is not there: SQLite
  /// in the file `serin.db`.
  ///
  /// @throws StoreException when the folder or its file can not be used, or is of a newer program
  public static Store open(Path folder) {
    return new Store(SqliteFile.in(folder));
  }

  /// Opens the store of a PostgreSQL database; its tables are made when they are not there.
  ///
  /// @throws StoreException when it can not be reached or used, or is of a newer program
  public static Store open(DatabaseAddress address) {
    return new Store(PostgresPool.at(address));
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

  /// What came of saving under a lease.
  public sealed interface Leased {
    /// It is saved.
    record Done(long version) implements Leased {}

    /// Somebody else saved a change first; nothing of this one is.
    record Conflict() implements Leased {}

    /// The rollout is not this node's any more; nothing is saved, and nothing ever will be under
    /// this lease.
    record Lost(Lease lease) implements Leased {
      /// One sentence for people.
      public String message() {
        return "rollout " + lease.id() + " was taken over by another node; this one does no more";
      }
    }
  }

  @Override
  public Optional<Stored> find(RolloutId id) {
    return use(
        "read rollout " + id,
        () ->
            database
                .read(h -> RunTables.find(h, id))
                .map(
                    rows -> {
                      known.put(id, rows.version(), rows.parts());
                      return new Stored(
                          decode(() -> CoreJson.STATUS.read(rows.status())),
                          decode(rows.parts()::join),
                          rows.version());
                    }));
  }

  @Override
  public Saved save(RolloutId id, Change change) {
    return switch (save(id, change, null)) {
      case Leased.Done(var version) -> new Saved.Done(version);
      case Leased.Conflict _, Leased.Lost _ -> new Saved.Conflict();
    };
  }

  /// Saves a change as a whole, or nothing of it, if the lease is still the newest of its rollout.
  ///
  /// @throws StoreException when the store can not be reached
  public Leased save(Change change, Lease lease) {
    Leased saved = save(lease.id(), change, lease);
    if (saved instanceof Leased.Lost) {
      lease.lose();
    }
    return saved;
  }

  private Leased save(RolloutId id, Change change, @Nullable Lease lease) {
    RunParts parts = RunParts.split(change.runs());
    Saving saving = new Saving(id, change, lease, database.dialect());
    Leased saved =
        write(
            "save rollout " + id,
            h -> {
              Leased outcome = saving.apply(h, parts, known.at(id, change.expected()).orElse(null));
              if (announcing && outcome instanceof Leased.Done) {
                OutboxTable.put(h, id, change);
              }
              return outcome;
            });
    if (saved instanceof Leased.Done(var version)) {
      known.put(id, version, parts);
    }
    return saved;
  }

  /// Somebody is told of each use from now on.
  public void watch(StoreWatch watch) {
    database.watch(watch);
  }

  /// What people and programs outside are to be told. From now on each transition that is saved
  /// through this store is put into it, in the same transaction.
  public Outbox outbox() {
    announcing = true;
    return new Outbox(database);
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
            Sql.of(id, h.createQuery(sql))
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
        SELECT number, command, asked_by, asked_at, place FROM request
        WHERE namespace = :namespace AND name = :name AND answer IS NULL ORDER BY number""";
    return read(
        "read the commands for rollout " + id,
        h ->
            Sql.of(id, h.createQuery(sql))
                .map(
                    (row, _) ->
                        new Request(
                            row.getLong("number"),
                            decode(CoreJson.COMMAND, row.getString("command")),
                            row.getString("asked_by"),
                            Instant.parse(row.getString("asked_at")),
                            row.getString("place")))
                .list());
  }

  @Override
  public Optional<Command.Answer> answer(long request) {
    return read(
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
    return read(
        "read the log of rollout " + id,
        h ->
            Sql.of(id, h.createQuery(sql))
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
    return read(
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
        h -> Sql.of(id, h.createUpdate(sql)).bind("document", document).execute());
  }

  /// The document that [#savePlan] kept.
  public Optional<String> findPlan(RolloutId id) {
    String sql = "SELECT document FROM plan WHERE namespace = :namespace AND name = :name";
    return read(
        "read the plan of rollout " + id,
        h -> Sql.of(id, h.createQuery(sql)).mapTo(String.class).findOne());
  }

  /// Joins the nodes that share the rollouts.
  ///
  /// @param label begins the node's name, such as its host's name
  /// @param lasts how long a lease lasts without a renewal, such as [Leases#LASTS]
  public Leases join(String label, Duration lasts) {
    return new Leases(database, label, lasts);
  }

  /// Writes everything but leases and logins to a new file, which any store of this program can
  /// [#restore]. Nothing has to stop for it: it is of one moment.
  ///
  /// @return how many rows it has
  /// @throws StoreException when there is such a file, or it can not be written
  public long backup(Path file) {
    return use("back up", () -> database.readMoment(h -> Backup.write(h, file)));
  }

  /// Reads a file that [#backup] wrote into this store, which must be empty.
  ///
  /// @return how many rows it has
  /// @throws StoreException when this store is not empty, or the file is damaged or of another
  ///     program
  public long restore(Path file) {
    return write("restore", h -> Backup.read(h, database.dialect(), file));
  }

  Dialect dialect() {
    return database.dialect();
  }

  /// Where it is, for messages; no secret.
  public String place() {
    return database.toString();
  }

  @Override
  public void close() {
    use(
        "close the store",
        () -> {
          database.close();
          return true;
        });
  }

  /// Does work on tables that other packages bring along, in one transaction that is on the disk
  /// when this returns. It may be done twice, so it must do nothing but SQL.
  ///
  /// @param doing for messages, such as `save a token`
  /// @throws StoreException when the store can not be reached
  public <T> T write(String doing, Function<Handle, T> work) {
    return use(doing, () -> database.write(work));
  }

  /// Reads tables that other packages bring along.
  ///
  /// @param doing for messages, such as `read the tokens`
  /// @throws StoreException when the store can not be reached
  public <T> T read(String doing, Function<Handle, T> work) {
    return use(doing, () -> database.read(work));
  }

  private <T> T use(String doing, Supplier<T> work) {
    try {
      return work.get();
    } catch (JdbiException e) {
      throw database.refused(doing, e);
    }
  }

  /// Reads what was stored.
  ///
  /// @throws StoreException when another program wrote it
  <T> T decode(CoreJson<T> format, String text) {
    return decode(() -> format.read(text));
  }

  private <T> T decode(CoreJson.Text<T> text) {
    try {
      return text.read();
    } catch (JsonProcessingException e) {
      throw new StoreException(
          database
              + " holds something that this serin can not read ("
              + e.getOriginalMessage()
              + "): run the serin that wrote it, or choose another "
              + database.dialect().place(),
          e);
    }
  }
}
