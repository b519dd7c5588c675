package dev.serin.server.store;

import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// The documents of a server, and what belongs to its rollouts beside their state: what is wanted
/// of each, and how it looks at a glance. Safe for many threads and processes at once.
///
/// Each method throws `StoreException` when the store can not be reached.
public final class Catalog {
  private final Store store;

  /// The catalog of a store.
  public Catalog(Store store) {
    this.store = store;
  }

  /// A document.
  ///
  /// @param content as JSON; null once it is deleted
  /// @param changed the catalog's number at its last change
  public record Entry(
      DocumentId key, @Nullable String content, long changed, String by, Instant at) {}

  /// What a server keeps of a rollout.
  ///
  /// @param uses the documents that it rests upon
  /// @param plan what is wanted of it, in the server's own words
  /// @param phase Argo's word, for the list
  /// @param summary how it looks before a node has run it
  public record Aim(RolloutId id, Set<DocumentId> uses, String plan, String phase, String summary) {
    /// Copies its set.
    public Aim {
      uses = Set.copyOf(uses);
    }
  }

  /// A change of documents that belongs together.
  ///
  /// @param put key and content of what is new or differs
  /// @param removed what is to go
  /// @param aims of the rollouts that this is about
  public record Change(List<Put> put, List<DocumentId> removed, List<Aim> aims, String by) {
    /// Copies its lists.
    public Change {
      put = List.copyOf(put);
      removed = List.copyOf(removed);
      aims = List.copyOf(aims);
    }
  }

  /// A document with its new content.
  public record Put(DocumentId key, String content) {}

  /// The number of the last change; 0 before the first.
  public long number() {
    return store.read(
        "read the catalog",
        h -> h.createQuery("SELECT number FROM catalog").mapTo(Long.class).one());
  }

  /// What changed after a number, also what was deleted.
  public List<Entry> since(long number) {
    return store.read(
        "read what changed",
        h ->
            h.createQuery(SELECT + " WHERE changed > :number ORDER BY changed")
                .bind("number", number)
                .map((row, _) -> entry(row))
                .list());
  }

  /// A document; empty when there is none.
  public Optional<Entry> find(DocumentId key) {
    return store.read(
        "read " + key,
        h ->
            bind(h.createQuery(SELECT + AT + " AND content IS NOT NULL"), key)
                .map((row, _) -> entry(row))
                .findOne());
  }

  /// The documents of a kind, by namespace and name.
  ///
  /// @param namespace null for all
  public List<Entry> list(String kind, @Nullable String namespace) {
    return store.read(
        "list documents",
        h ->
            h.createQuery(
                    SELECT
                        + " WHERE kind = :kind AND content IS NOT NULL"
                        + (namespace == null ? "" : " AND namespace = :namespace")
                        + " ORDER BY namespace, name")
                .bind("kind", kind)
                .bind("namespace", namespace)
                .map((row, _) -> entry(row))
                .list());
  }

  /// The rollouts that rest upon one of these documents.
  public Set<RolloutId> users(Collection<DocumentId> keys) {
    return store.read(
        "find the rollouts of documents",
        h -> {
          Set<RolloutId> users = new HashSet<>();
          for (DocumentId key : keys) {
            users.addAll(
                bind(
                        h.createQuery(
                            """
                            SELECT namespace AS n, name AS m FROM document_use
                            WHERE document_kind = :kind AND document_namespace = :namespace
                              AND document_name = :name"""),
                        key)
                    .map((row, _) -> new RolloutId(row.getString("n"), row.getString("m")))
                    .list());
          }
          return users;
        });
  }

  /// The rollouts that rest upon [DocumentId#ANY] document of a kind in their namespace.
  public Set<RolloutId> usersOfAny(String kind) {
    return store.read(
        "find the rollouts of documents",
        h ->
            new HashSet<>(
                h.createQuery(
                        """
                        SELECT namespace, name FROM document_use
                        WHERE document_kind = :kind AND document_name = :any""")
                    .bind("kind", kind)
                    .bind("any", DocumentId.ANY)
                    .map((row, _) -> new RolloutId(row.getString(1), row.getString(2)))
                    .list()));
  }

  /// Writes a change as a whole.
  ///
  /// @param seen the catalog's number that it was made from
  /// @return the new number; empty when somebody else changed something since
  public OptionalLong write(Change change, long seen) {
    return store.write("write documents", h -> write(h, change, seen));
  }

  private static OptionalLong write(Handle handle, Change change, long seen) {
    if (!turn(handle, seen)) {
      return OptionalLong.empty();
    }
    String now = Instant.now().toString();
    for (Put put : change.put()) {
      bind(handle.createUpdate(UPSERT), put.key())
          .bind("content", put.content())
          .bind("changed", seen + 1)
          .bind("by", change.by())
          .bind("at", now)
          .execute();
    }
    change.removed().forEach(key -> remove(handle, key, change.by(), seen + 1));
    change.aims().forEach(aim -> aim(handle, aim, now));
    return OptionalLong.of(seen + 1);
  }

  private static void remove(Handle handle, DocumentId key, String by, long changed) {
    bind(
            handle.createUpdate(
                "UPDATE document SET content = NULL, changed = :changed, applied_by = :by,"
                    + " applied_at = :at"
                    + AT),
            key)
        .bind("changed", changed)
        .bind("by", by)
        .bind("at", Instant.now().toString())
        .execute();
    if (key.kind().equals(DocumentId.ROLLOUT)) {
      // Whoever runs it can write no more under its lease, and a rollout that is applied under this
      // name is a new one.
      Sql.of(
              new RolloutId(key.namespace(), key.name()),
              handle.createUpdate(
                  "UPDATE lease SET holder = NULL, token = token + 1"
                      + " WHERE namespace = :namespace AND name = :name"))
          .execute();
      Sql.of(
              new RolloutId(key.namespace(), key.name()),
              handle.createUpdate(
                  "UPDATE request SET answer = :answer WHERE namespace = :namespace"
                      + " AND name = :name AND answer IS NULL"))
          .bind("answer", CoreJson.ANSWER.write(new Command.Answer.Refused("it was deleted")))
          .execute();
      // The log stays: who did what to a service is asked long after the service is gone.
      for (String table :
          List.of(
              "document_use", "plan", "summary", "rollout", "run", "accumulator", "measurement")) {
        Sql.of(
                new RolloutId(key.namespace(), key.name()),
                handle.createUpdate(
                    "DELETE FROM " + table + " WHERE namespace = :namespace AND name = :name"))
            .execute();
      }
    }
  }

  private static void aim(Handle handle, Aim aim, String now) {
    Sql.of(
            aim.id(),
            handle.createUpdate(
                "DELETE FROM document_use WHERE namespace = :namespace AND name = :name"))
        .execute();
    PreparedBatch uses =
        handle.prepareBatch(
            "INSERT INTO document_use VALUES (:owner, :of, :kind, :namespace, :name)");
    aim.uses()
        .forEach(
            key ->
                bind(uses, key)
                    .bind("owner", aim.id().namespace())
                    .bind("of", aim.id().name())
                    .add());
    uses.execute();
    Sql.of(
            aim.id(),
            handle.createUpdate(
                """
                INSERT INTO plan (namespace, name, document) VALUES (:namespace, :name, :document)
                ON CONFLICT (namespace, name) DO UPDATE SET document = excluded.document"""))
        .bind("document", aim.plan())
        .execute();
    Sql.of(
            aim.id(),
            handle.createUpdate(
                """
                INSERT INTO summary (namespace, name, phase, document, updated_at)
                VALUES (:namespace, :name, :phase, :document, :now) ON CONFLICT DO NOTHING"""))
        .bind("phase", aim.phase())
        .bind("document", aim.summary())
        .bind("now", now)
        .execute();
  }

  /// Adds a command, once for each key.
  ///
  /// @return its number; empty when its key is taken
  public OptionalLong ask(RolloutId id, Command command, Asking asking) {
    return store.write(
        "ask something of rollout " + id,
        h -> ask(h, id, asking, new Row(CoreJson.COMMAND.write(command), null, null)));
  }

  /// Adds an undo with its answer, and changes what is wanted of the rollout, where the undo is
  /// done.
  ///
  /// @param seen the catalog's number that the answer was found at
  /// @return the undo's number; empty when somebody else changed something since, or its key is
  ///     taken: then nothing is changed
  public OptionalLong undo(RolloutId id, Undo undo, Asking asking, long seen) {
    Row row = new Row("\"undo\"", undo.revision(), CoreJson.ANSWER.write(undo.answer()));
    return store.write(
        "undo the last update of rollout " + id,
        h -> {
          if (!turn(h, seen)) {
            return OptionalLong.empty();
          }
          OptionalLong number = ask(h, id, asking, row);
          if (number.isPresent() && undo.plan() != null) {
            aim(h, id, undo.plan(), seen + 1);
          }
          return number;
        });
  }

  private static boolean turn(Handle handle, long seen) {
    return handle
            .createUpdate("UPDATE catalog SET number = number + 1 WHERE number = :seen")
            .bind("seen", seen)
            .execute()
        == 1;
  }

  private static void aim(Handle handle, RolloutId id, String plan, long changed) {
    Sql.of(
            id,
            handle.createUpdate(
                "UPDATE plan SET document = :plan WHERE namespace = :namespace AND name = :name"))
        .bind("plan", plan)
        .execute();
    bind(handle.createUpdate("UPDATE document SET changed = :changed" + AT), DocumentId.of(id))
        .bind("changed", changed)
        .execute();
  }

  private static OptionalLong ask(Handle handle, RolloutId id, Asking asking, Row row) {
    return Sql.of(
            id,
            handle.createQuery(
                """
                INSERT INTO request
                  (namespace, name, command, undo, answer, asked_by, asked_at, why, asking, place)
                VALUES
                  (:namespace, :name, :command, :undo, :answer, :by, :at, :why, :asking, :place)
                ON CONFLICT (namespace, name, asking) DO NOTHING RETURNING number"""))
        .bind("command", row.command())
        .bind("undo", row.undo())
        .bind("answer", row.answer())
        .bind("by", asking.by())
        .bind("at", Instant.now().toString())
        .bind("why", asking.why())
        .bind("asking", asking.key())
        .bind("place", asking.place())
        .mapTo(Long.class)
        .findOne()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private record Row(String command, @Nullable String undo, @Nullable String answer) {}

  /// Who asks for something, and how.
  ///
  /// @param why in words of who asks; may be empty
  /// @param key names the asking; null for none
  /// @param place where the rollout is that it is about; null for wherever it is
  public record Asking(String by, String why, @Nullable String key, @Nullable String place) {}

  /// An undo.
  ///
  /// @param revision that was asked for; empty for the last one before
  /// @param plan what is wanted from now on; null when the undo is refused
  public record Undo(String revision, @Nullable String plan, Command.Answer answer) {}

  /// The rollouts of which something is asked that nobody has answered.
  public Set<RolloutId> asked() {
    return store.read(
        "look for commands",
        h ->
            new HashSet<>(
                h.createQuery("SELECT DISTINCT namespace, name FROM request WHERE answer IS NULL")
                    .map((row, _) -> new RolloutId(row.getString(1), row.getString(2)))
                    .list()));
  }

  private static final String SELECT =
      "SELECT kind, namespace, name, content, changed, applied_by, applied_at FROM document";

  private static final String AT =
      " WHERE kind = :kind AND namespace = :namespace AND name = :name";

  private static final String UPSERT =
      """
      INSERT INTO document (kind, namespace, name, content, changed, applied_by, applied_at)
      VALUES (:kind, :namespace, :name, :content, :changed, :by, :at)
      ON CONFLICT (kind, namespace, name) DO UPDATE
      SET content = excluded.content, changed = excluded.changed,
        applied_by = excluded.applied_by, applied_at = excluded.applied_at""";

  private static <S extends org.jdbi.v3.core.statement.SqlStatement<S>> S bind(
      S statement, DocumentId key) {
    return statement
        .bind("kind", key.kind())
        .bind("namespace", key.namespace())
        .bind("name", key.name());
  }

  private static Entry entry(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Entry(
        new DocumentId(row.getString("kind"), row.getString("namespace"), row.getString("name")),
        row.getString("content"),
        row.getLong("changed"),
        row.getString("applied_by"),
        Instant.parse(row.getString("applied_at")));
  }
}
