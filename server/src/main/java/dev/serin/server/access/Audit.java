package dev.serin.server.access;

import dev.serin.server.store.Store;
import io.javalin.http.Context;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// The audit trail: who asked for what, when, why, from where, and what came of it. It only grows.
///
/// Whatever changes something through the API is written down by itself; a handler says with
/// [#deeds] what its request is called.
public final class Audit {
  private static final String DEEDS = "audit-deeds";

  private final Store store;
  private final InstantSource clock;

  /// The audit trail of a store.
  public Audit(Store store) {
    this(store, InstantSource.system());
  }

  Audit(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /// Something that is done.
  ///
  /// @param action one or two words, such as `promote` or `revoke token`
  /// @param namespace null when it concerns no namespace alone
  /// @param name of the rollout or whatever it is done to
  /// @param why in the words of who does it
  public record Deed(
      String action, @Nullable String namespace, @Nullable String name, @Nullable String why) {}

  /// A line of the trail.
  ///
  /// @param outcome `done`, `refused`, `denied` or `failed`
  /// @param remote the address that it came from; null when it came from within
  public record Entry(
      long number, Instant at, String by, Deed deed, String outcome, @Nullable String remote) {}

  /// What somebody wants to see of the trail.
  ///
  /// @param within the namespaces that they may see; `*` for everything
  /// @param after the number of the last line that they have seen; lines come newest first
  /// @param limit from 1 to 1000
  public record Question(
      Set<String> within,
      @Nullable String namespace,
      @Nullable String name,
      @Nullable String by,
      OptionalLong after,
      int limit) {
    /// Checks and copies.
    ///
    /// @throws IllegalArgumentException when the limit is out of range
    public Question {
      within = Set.copyOf(within);
      if (limit < 1 || limit > 1000) {
        throw new IllegalArgumentException("limit " + limit + " is not from 1 to 1000");
      }
    }
  }

  /// Says what the request under way is called in the trail, in place of its method and path.
  public static void deed(Context request, Deed deed) {
    deeds(request, List.of(deed));
  }

  /// Says what the request under way is called in the trail, where it does several things at once.
  public static void deeds(Context request, List<Deed> deeds) {
    request.attribute(DEEDS, List.copyOf(deeds));
  }

  /// What the request under way was called so far; empty when nothing was said.
  public static List<Deed> told(Context request) {
    @Nullable List<Deed> deeds = deeds(request);
    return deeds == null ? List.of() : deeds;
  }

  static @Nullable List<Deed> deeds(Context request) {
    return request.attribute(DEEDS);
  }

  /// Adds a line.
  ///
  /// @param by who
  /// @param remote where from; null for within
  public void record(Deed deed, String by, String outcome, @Nullable String remote) {
    record(List.of(deed), by, outcome, remote);
  }

  /// Adds a line for each deed.
  void record(List<Deed> deeds, String by, String outcome, @Nullable String remote) {
    String sql =
        """
        INSERT INTO audit (happened_at, caller, action, namespace, name, why, outcome, remote)
        VALUES (:at, :by, :action, :namespace, :name, :why, :outcome, :remote)""";
    store.write(
        "write the audit trail",
        handle -> {
          PreparedBatch batch = handle.prepareBatch(sql);
          for (Deed deed : deeds) {
            batch
                .bind("at", clock.instant().toString())
                .bind("by", by)
                .bind("action", deed.action())
                .bind("namespace", deed.namespace())
                .bind("name", deed.name())
                .bind("why", deed.why())
                .bind("outcome", outcome)
                .bind("remote", remote)
                .add();
          }
          return batch.execute();
        });
  }

  /// The lines that somebody asks for, newest first.
  public List<Entry> list(Question question) {
    boolean everywhere = question.within().contains(Grant.EVERYWHERE);
    if (!everywhere && question.within().isEmpty()) {
      return List.of();
    }
    Map<String, Object> wanted = wanted(question);
    List<String> conditions = new ArrayList<>(wanted.keySet());
    if (!everywhere) {
      conditions.add("namespace IN (<within>)");
    }
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    String sql = "SELECT * FROM audit" + where + " ORDER BY number DESC LIMIT :limit";
    return store.read(
        "read the audit trail",
        handle -> {
          Query query = handle.createQuery(sql).bind("limit", question.limit());
          wanted.forEach((condition, value) -> query.bind(parameter(condition), value));
          if (!everywhere) {
            query.bindList("within", List.copyOf(question.within()));
          }
          return query.map((row, _) -> read(row)).list();
        });
  }

  /// Conditions, each with the value of its one parameter.
  private static Map<String, Object> wanted(Question question) {
    Map<String, Object> wanted = new LinkedHashMap<>();
    if (question.namespace() != null) {
      wanted.put("namespace = :namespace", question.namespace());
    }
    if (question.name() != null) {
      wanted.put("name = :name", question.name());
    }
    if (question.by() != null) {
      wanted.put("caller = :by", question.by());
    }
    question.after().ifPresent(number -> wanted.put("number < :after", number));
    return wanted;
  }

  private static String parameter(String condition) {
    return condition.substring(condition.indexOf(':') + 1);
  }

  private static Entry read(ResultSet row) throws SQLException {
    Deed deed =
        new Deed(
            row.getString("action"),
            row.getString("namespace"),
            row.getString("name"),
            row.getString("why"));
    return new Entry(
        row.getLong("number"),
        Instant.parse(row.getString("happened_at")),
        row.getString("caller"),
        deed,
        row.getString("outcome"),
        row.getString("remote"));
  }
}
