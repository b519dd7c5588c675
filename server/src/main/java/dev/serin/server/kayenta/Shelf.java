package dev.serin.server.kayenta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.server.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Where configs and executions are kept. Several nodes may use it at once: each execution is
/// carried on by one of them at a time.
final class Shelf {
  static final JsonMapper JSON = new JsonMapper();

  private static final String SELECT =
      "SELECT id, kind, application, status, created_at, document, due FROM canary";

  private final Store store;

  Shelf(Store store) {
    this.store = store;
  }

  /// What is kept.
  enum Kind {
    CONFIG,
    CANARY,
    ANALYSIS,
    PAIRS
  }

  /// Something that is kept.
  ///
  /// @param status of an execution, in Kayenta's words; empty for what is none
  /// @param createdAt in milliseconds since 1970
  /// @param due when an execution goes on; null when it is over
  record Item(
      String id,
      Kind kind,
      String application,
      String status,
      long createdAt,
      JsonNode document,
      @Nullable Long due) {
    ObjectNode tree() {
      return (ObjectNode) document;
    }

    Item with(String nextStatus, @Nullable Long nextDue) {
      return new Item(id, kind, application, nextStatus, createdAt, document, nextDue);
    }
  }

  void add(Item item) {
    store.write("keep " + item.kind() + " " + item.id(), h -> add(h, item));
  }

  private static int add(Handle handle, Item item) {
    return handle
        .createUpdate(
            """
            INSERT INTO canary (id, kind, application, status, created_at, document, due)
            VALUES (:id, :kind, :application, :status, :created, :document, :due)""")
        .bind("id", item.id())
        .bind("kind", item.kind().name())
        .bind("application", item.application())
        .bind("status", item.status())
        .bind("created", item.createdAt())
        .bind("document", item.document().toString())
        .bind("due", item.due())
        .execute();
  }

  /// Keeps how far an execution has come, with what it made, unless it is over.
  ///
  /// @return false when it was over, because somebody cancelled it
  boolean progress(Item item, List<Item> made) {
    return store.write(
        "keep " + item.kind() + " " + item.id(),
        h -> {
          int changed =
              h.createUpdate(
                      """
                      UPDATE canary
                      SET status = :status, document = :document, due = :due, held_until = 0
                      WHERE id = :id AND due IS NOT NULL""")
                  .bind("id", item.id())
                  .bind("status", item.status())
                  .bind("document", item.document().toString())
                  .bind("due", item.due())
                  .execute();
          if (changed == 1) {
            made.forEach(one -> add(h, one));
          }
          return changed == 1;
        });
  }

  /// Changes a config.
  ///
  /// @return false when there is none
  boolean replace(Item item) {
    return store.write(
        "change config " + item.id(),
        h ->
            h.createUpdate(
                        """
                        UPDATE canary SET document = :document, application = :application
                        WHERE id = :id AND kind = :kind""")
                    .bind("id", item.id())
                    .bind("kind", item.kind().name())
                    .bind("application", item.application())
                    .bind("document", item.document().toString())
                    .execute()
                == 1);
  }

  boolean delete(Kind kind, String id) {
    return store.write(
        "delete " + kind + " " + id,
        h ->
            h.createUpdate("DELETE FROM canary WHERE id = :id AND kind = :kind")
                    .bind("id", id)
                    .bind("kind", kind.name())
                    .execute()
                == 1);
  }

  Optional<Item> find(Set<Kind> kinds, String id) {
    return store
        .read(
            "read execution " + id,
            h ->
                h.createQuery(SELECT + " WHERE id = :id")
                    .bind("id", id)
                    .map((row, _) -> item(row))
                    .findOne())
        .filter(item -> kinds.contains(item.kind()));
  }

  /// What there is of an application, the newest first.
  ///
  /// @param application empty for all
  List<Item> list(Kind kind, String application) {
    return store.read(
        "list " + kind,
        h ->
            h.createQuery(
                    SELECT
                        + " WHERE kind = :kind AND (:application = '' OR application ="
                        + " :application) ORDER BY created_at DESC, id LIMIT 1000")
                .bind("kind", kind.name())
                .bind("application", application)
                .map((row, _) -> item(row))
                .list());
  }

  /// Takes executions that are due, so that no other node does before `until`.
  List<Item> take(long now, long until, int most) {
    return store.write(
        "take canary executions",
        h ->
            h.createQuery(
                    """
                    UPDATE canary SET held_until = :until
                    WHERE held_until < :now AND due <= :now AND id IN (
                      SELECT id FROM canary WHERE due <= :now AND held_until < :now
                      ORDER BY due LIMIT :most)
                    RETURNING id, kind, application, status, created_at, document, due""")
                .bind("now", now)
                .bind("until", until)
                .bind("most", most)
                .map((row, _) -> item(row))
                .list());
  }

  /// Keeps what this node is at for longer.
  void hold(Set<String> ids, long until) {
    if (!ids.isEmpty()) {
      store.write(
          "keep canary executions",
          h ->
              h.createUpdate("UPDATE canary SET held_until = :until WHERE id IN (<ids>)")
                  .bind("until", until)
                  .bindList("ids", List.copyOf(ids))
                  .execute());
    }
  }

  /// Deletes executions that were over before a time.
  int forget(long before) {
    return store.write(
        "delete old canary executions",
        h ->
            h.createUpdate(
                    "DELETE FROM canary WHERE kind <> 'CONFIG' AND due IS NULL"
                        + " AND created_at < :before")
                .bind("before", before)
                .execute());
  }

  private static Item item(ResultSet row) throws SQLException {
    long due = row.getLong("due");
    @Nullable Long open = row.wasNull() ? null : due;
    return new Item(
        row.getString("id"),
        Kind.valueOf(row.getString("kind")),
        row.getString("application"),
        row.getString("status"),
        row.getLong("created_at"),
        tree(row.getString("document")),
        open);
  }

  private static JsonNode tree(String document) {
    try {
      return JSON.readTree(document);
    } catch (JsonProcessingException e) {
      throw new StoreException("the store holds a canary execution that can not be read", e);
    }
  }
}
