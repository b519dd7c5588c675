package dev.serin.server.store;

import dev.serin.core.engine.RolloutStore.Change;
import dev.serin.core.engine.RolloutStore.Reply;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Transition;
import dev.serin.server.store.Outbox.Delivery;
import dev.serin.server.store.Outbox.Depth;
import dev.serin.server.store.Outbox.Filter;
import dev.serin.server.store.Outbox.Message;
import dev.serin.server.store.Outbox.Post;
import dev.serin.server.store.Outbox.Retry;
import dev.serin.server.store.Outbox.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// The tables of the outbox.
final class OutboxTable {
  private final Dialect dialect;

  OutboxTable(Dialect dialect) {
    this.dialect = dialect;
  }

  /// A transition as the tables hold it.
  record Row(
      long number, RolloutId id, Transition transition, long version, String status, String by) {}

  /// Puts a change's transitions in, within its own transaction: they are the latest of the
  /// rollout, whose row nobody else has now.
  static void put(Handle handle, RolloutId id, Change change) {
    if (change.transitions().isEmpty()) {
      return;
    }
    long asked =
        change.replies().stream()
            .filter(reply -> reply.answer() instanceof Command.Answer.Done)
            .mapToLong(Reply::request)
            .findFirst()
            .orElse(-1);
    Sql.of(
            id,
            handle.createUpdate(
                """
                INSERT INTO outbox (transition, asked_by)
                SELECT number,
                  coalesce((SELECT asked_by FROM request WHERE request.number = :asked), '')
                FROM transition WHERE namespace = :namespace AND name = :name
                ORDER BY number DESC LIMIT :transitions"""))
        .bind("asked", asked)
        .bind("transitions", change.transitions().size())
        .execute();
  }

  List<Row> notices(Handle handle, int most) {
    return handle
        .createQuery(
            """
            SELECT number, namespace, name, happened_at, reason, message, version, status,
              asked_by
            FROM outbox JOIN transition ON transition.number = outbox.transition
            ORDER BY outbox.transition LIMIT :most""")
        .bind("most", most)
        .map(
            (row, _) ->
                new Row(
                    row.getLong("number"),
                    new RolloutId(row.getString("namespace"), row.getString("name")),
                    new Transition(
                        Instant.parse(row.getString("happened_at")),
                        row.getString("reason"),
                        row.getString("message")),
                    row.getLong("version"),
                    row.getString("status"),
                    row.getString("asked_by")))
        .list();
  }

  /// Of two nodes that made messages of the same transitions, the second waits here for the first,
  /// and finds them gone: so each is done once, and the messages stay in order.
  int put(Handle handle, List<Post> posts) {
    Set<Long> open =
        handle
            .createQuery(
                "SELECT transition FROM outbox WHERE transition IN (<numbers>)"
                    + " ORDER BY transition <alone>")
            .bindList("numbers", posts.stream().map(Post::notice).toList())
            .define("alone", dialect.alone())
            .mapTo(Long.class)
            .collect(Collectors.toSet());
    List<Message> messages =
        posts.stream()
            .filter(post -> open.contains(post.notice()))
            .flatMap(post -> post.messages().stream())
            .toList();
    insert(handle, messages);
    if (!open.isEmpty()) {
      handle
          .createUpdate("DELETE FROM outbox WHERE transition IN (<numbers>)")
          .bindList("numbers", List.copyOf(open))
          .execute();
    }
    return messages.size();
  }

  private void insert(Handle handle, List<Message> messages) {
    if (messages.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle
            .prepareBatch(
                """
                INSERT INTO delivery (id, event, service, recipient, namespace, name, document,
                  state, attempts, created_at, due_at, finished_at, problem)
                VALUES (:id, :event, :service, :recipient, :namespace, :name, :document,
                  'waiting', 0, <now>, <now>, 0, '')""")
            .define("now", dialect.now());
    for (Message message : messages) {
      Sql.of(message.rollout(), batch)
          .bind("id", message.id())
          .bind("event", message.event())
          .bind("service", message.service())
          .bind("recipient", message.recipient())
          .bind("document", message.document())
          .add();
    }
    batch.execute();
  }

  List<Delivery> claim(Handle handle, int most, Duration patience) {
    return handle
        .createQuery(
            """
            UPDATE delivery SET attempts = attempts + 1, due_at = <now> + :patience
            WHERE number IN (
              SELECT number FROM delivery AS head
              WHERE state = 'waiting' AND due_at \\<= <now> AND NOT EXISTS (
                SELECT 1 FROM delivery AS older
                WHERE older.state = 'waiting' AND older.service = head.service
                  AND older.recipient = head.recipient AND older.number \\< head.number)
              ORDER BY number LIMIT :most <unclaimed>)
            RETURNING *""")
        .define("now", dialect.now())
        .define("unclaimed", dialect.unclaimed())
        .bind("patience", patience.toMillis())
        .bind("most", most)
        .map((row, _) -> delivery(row))
        .stream()
        .sorted(Comparator.comparingLong(Delivery::number))
        .toList();
  }

  boolean end(Handle handle, Delivery delivery, State state, String problem) {
    return handle
            .createUpdate(
                """
                UPDATE delivery SET state = :state, problem = :problem, finished_at = <now>
                WHERE number = :number AND attempts = :attempts AND state = 'waiting'""")
            .define("now", dialect.now())
            .bind("state", word(state))
            .bind("problem", problem)
            .bind("number", delivery.number())
            .bind("attempts", delivery.attempts())
            .execute()
        == 1;
  }

  State fail(Handle handle, Delivery delivery, String problem, Retry retry) {
    int again =
        handle
            .createUpdate(
                """
                UPDATE delivery SET problem = :problem, due_at = <now> + :pause
                WHERE number = :number AND attempts = :attempts AND state = 'waiting'
                  AND created_at + :age > <now>""")
            .define("now", dialect.now())
            .bind("problem", problem)
            .bind("pause", retry.pause().toMillis())
            .bind("age", retry.age().toMillis())
            .bind("number", delivery.number())
            .bind("attempts", delivery.attempts())
            .execute();
    return again == 0 && end(handle, delivery, State.DEAD, problem) ? State.DEAD : State.WAITING;
  }

  boolean revive(Handle handle, long number) {
    return handle
            .createUpdate(
                """
                UPDATE delivery
                SET state = 'waiting', due_at = <now>, created_at = <now>, finished_at = 0
                WHERE number = :number AND state = 'dead'""")
            .define("now", dialect.now())
            .bind("number", number)
            .execute()
        == 1;
  }

  List<Delivery> list(Handle handle, Filter filter) {
    boolean all = filter.namespaces().isEmpty();
    var query =
        handle
            .createQuery(
                """
                SELECT * FROM delivery WHERE number \\< :before
                  AND (:state = '' OR state = :state) AND (:service = '' OR service = :service)"""
                    + (all ? "" : " AND namespace IN (<namespaces>)")
                    + " ORDER BY number DESC LIMIT :limit")
            .bind("before", filter.before())
            .bind("state", filter.state())
            .bind("service", filter.service())
            .bind("limit", filter.limit());
    return (all ? query : query.bindList("namespaces", filter.namespaces()))
        .map((row, _) -> delivery(row))
        .list();
  }

  List<Delivery> find(Handle handle, long number) {
    return handle
        .createQuery("SELECT * FROM delivery WHERE number = :number")
        .bind("number", number)
        .map((row, _) -> delivery(row))
        .list();
  }

  Depth depth(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT (SELECT count(*) FROM outbox) AS notices,
              (SELECT count(*) FROM delivery WHERE state = 'waiting') AS waiting,
              (SELECT count(*) FROM delivery WHERE state = 'dead') AS dead""")
        .map(
            (row, _) ->
                new Depth(row.getLong("notices"), row.getLong("waiting"), row.getLong("dead")))
        .one();
  }

  int forget(Handle handle, Duration age) {
    return handle
        .createUpdate("DELETE FROM delivery WHERE finished_at > 0 AND finished_at + :age \\< <now>")
        .define("now", dialect.now())
        .bind("age", age.toMillis())
        .execute();
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    return new Delivery(
        row.getLong("number"),
        new Message(
            row.getString("id"),
            row.getString("event"),
            row.getString("service"),
            row.getString("recipient"),
            new RolloutId(row.getString("namespace"), row.getString("name")),
            row.getString("document")),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getInt("attempts"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("due_at")),
        row.getString("problem"));
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
