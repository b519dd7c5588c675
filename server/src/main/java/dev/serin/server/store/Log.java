package dev.serin.server.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.Command.Answer;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Transition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// The log of rollouts line by line, and what people asked of them. Safe for many threads at once.
///
/// Each method throws `StoreException` when the store can not be reached.
public final class Log {
  private static final String LINES =
      "SELECT number, namespace, name, happened_at, reason, message, version, status"
          + " FROM transition";
  private static final String COMMANDS =
      "SELECT number, namespace, name, command, undo, asked_by, asked_at, why, answer FROM request";
  private static final String AT = " WHERE namespace = :namespace AND name = :name";

  private static final long CLOCKS_DIFFER = 5;

  private final Store store;

  /// The log of a store.
  public Log(Store store) {
    this.store = store;
  }

  /// A line of the log.
  ///
  /// @param number grows from line to line over all rollouts
  /// @param version the rollout's version that the line came with
  /// @param status at that version
  public record Line(
      long number, RolloutId id, Transition transition, long version, Status status) {}

  /// Something that was asked.
  ///
  /// @param command null for an undo
  /// @param undo the revision to go back to, empty for the last one before; null for a command
  /// @param why in the words of who asked; may be empty
  /// @param answer null while nobody has answered
  public record Asking(
      long number,
      RolloutId id,
      @Nullable Command command,
      @Nullable String undo,
      String by,
      Instant at,
      String why,
      @Nullable Answer answer) {}

  /// A part of a list.
  ///
  /// @param after the number before the first, in the order of the list; negative for the beginning
  /// @param limit how many at most
  /// @param newestFirst the order
  public record Window(long after, int limit, boolean newestFirst) {
    private String end() {
      String beyond =
          after < 0 ? "" : newestFirst ? " AND number < :after" : " AND number > :after";
      return beyond + " ORDER BY number " + (newestFirst ? "DESC" : "ASC") + " LIMIT :limit";
    }

    private Query bind(Query query) {
      Query bound = query.bind("limit", limit);
      return after < 0 ? bound : bound.bind("after", after);
    }
  }

  /// The lines of a rollout.
  public List<Line> lines(RolloutId id, Window window) {
    return store.read(
        "read the log of rollout " + id,
        h ->
            window
                .bind(Sql.of(id, h.createQuery(LINES + AT + window.end())))
                .map((row, _) -> line(row))
                .list());
  }

  /// The lines of all rollouts, oldest first.
  ///
  /// @param after the number before the first
  /// @param last the highest number that is wanted
  public List<Line> between(long after, long last, int limit) {
    return store.read("read the log", h -> between(h, after, last, limit));
  }

  private static List<Line> between(Handle handle, long after, long last, int limit) {
    return handle
        .createQuery(
            LINES + " WHERE number > :after AND number <= :last ORDER BY number LIMIT :limit")
        .bind("after", after)
        .bind("last", last)
        .bind("limit", limit)
        .map((row, _) -> line(row))
        .list();
  }

  /// What was asked of a rollout.
  public List<Asking> asked(RolloutId id, Window window) {
    return store.read(
        "read the commands for rollout " + id,
        h ->
            window
                .bind(Sql.of(id, h.createQuery(COMMANDS + AT + window.end())))
                .map((row, _) -> asking(row))
                .list());
  }

  /// One thing that was asked of a rollout.
  public Optional<Asking> asked(RolloutId id, long number) {
    return store.read(
        "read command " + number,
        h ->
            Sql.of(id, h.createQuery(COMMANDS + AT + " AND number = :number"))
                .bind("number", number)
                .map((row, _) -> asking(row))
                .findOne());
  }

  /// What was asked of a rollout under a key.
  public Optional<Asking> keyed(RolloutId id, String key) {
    return store.read(
        "read a command for rollout " + id,
        h ->
            Sql.of(id, h.createQuery(COMMANDS + AT + " AND asking = :asking"))
                .bind("asking", key)
                .map((row, _) -> asking(row))
                .findOne());
  }

  /// The highest number of a line so far; 0 before the first.
  public long last() {
    return store.read(
        "find the end of the log",
        h ->
            h.createQuery("SELECT coalesce(max(number), 0) FROM transition")
                .mapTo(Long.class)
                .one());
  }

  /// When a rollout's summary was written last.
  public record Glimpse(RolloutId id, Instant updatedAt) {}

  /// The rollouts whose summaries were written since, or shortly before, the latest first. Nodes
  /// write their own times, which may differ by some seconds.
  ///
  /// @param since [Instant#MAX] for nothing but the latest
  public List<Glimpse> changedSince(Instant since) {
    boolean latest = since.equals(Instant.MAX);
    String sql =
        "SELECT namespace, name, updated_at FROM summary"
            + (latest ? "" : " WHERE updated_at > :since")
            + " ORDER BY updated_at DESC"
            + (latest ? " LIMIT 1" : "");
    return store.read(
        "see what has changed",
        h -> {
          Query query = h.createQuery(sql);
          Query bound =
              latest ? query : query.bind("since", since.minusSeconds(CLOCKS_DIFFER).toString());
          return bound
              .map((row, _) -> new Glimpse(id(row), Instant.parse(row.getString("updated_at"))))
              .list();
        });
  }

  /// How many rollouts there are.
  public int rollouts() {
    return store.read(
        "count the rollouts",
        h -> h.createQuery("SELECT count(*) FROM summary").mapTo(Integer.class).one());
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        row.getLong("number"),
        id(row),
        new Transition(
            Instant.parse(row.getString("happened_at")),
            row.getString("reason"),
            row.getString("message")),
        row.getLong("version"),
        read(CoreJson.STATUS, row.getString("status")));
  }

  private static Asking asking(ResultSet row) throws SQLException {
    @Nullable String answer = row.getString("answer");
    @Nullable String undo = row.getString("undo");
    return new Asking(
        row.getLong("number"),
        id(row),
        undo == null ? read(CoreJson.COMMAND, row.getString("command")) : null,
        undo,
        row.getString("asked_by"),
        Instant.parse(row.getString("asked_at")),
        row.getString("why"),
        answer == null ? null : read(CoreJson.ANSWER, answer));
  }

  private static RolloutId id(ResultSet row) throws SQLException {
    return new RolloutId(row.getString("namespace"), row.getString("name"));
  }

  private static <T> T read(CoreJson<T> format, String text) {
    try {
      return format.read(text);
    } catch (JsonProcessingException e) {
      throw new StoreException(
          "the log holds something that this serin can not read ("
              + e.getOriginalMessage()
              + "): run the serin that wrote it",
          e);
    }
  }
}
