package dev.serin.server.store;

import dev.serin.core.rollout.RolloutId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// How rollouts look at a glance, in the order of their names. Safe for many threads and processes
/// at once.
///
/// Each method throws `StoreException` when the store can not be reached.
public final class Summaries {
  private static final String SELECT =
      """
      SELECT summary.namespace, summary.name, summary.document, summary.updated_at,
        coalesce(rollout.version, 0) AS version, node.name AS node, plan.document AS plan
      FROM summary
        LEFT JOIN plan ON plan.namespace = summary.namespace AND plan.name = summary.name
        LEFT JOIN rollout
          ON rollout.namespace = summary.namespace AND rollout.name = summary.name
        LEFT JOIN lease ON lease.namespace = summary.namespace AND lease.name = summary.name
        LEFT JOIN node ON node.name = lease.holder""";

  private final Store store;

  /// The summaries of a store.
  public Summaries(Store store) {
    this.store = store;
  }

  /// A rollout at a glance.
  ///
  /// @param document as whoever wrote it wrote it
  /// @param version of the rollout's state; 0 before the first
  /// @param plan what is wanted of it, which may be newer than the document; null when nothing is
  /// @param node who runs it now; null for nobody
  public record Glance(
      RolloutId id,
      String document,
      @Nullable String plan,
      long version,
      @Nullable String node,
      Instant updatedAt) {}

  /// Which ones are wanted.
  ///
  /// @param namespaces only these; empty for all
  /// @param phase only these; null for all
  /// @param text is found in the name, whatever its case; empty for all
  /// @param after the last of the page before; null for the first page
  /// @param limit how many at most
  public record Wanted(
      Set<String> namespaces,
      @Nullable String phase,
      String text,
      @Nullable RolloutId after,
      int limit) {
    /// Copies its set.
    public Wanted {
      namespaces = Set.copyOf(namespaces);
    }
  }

  /// One rollout's.
  public Optional<Glance> find(RolloutId id) {
    return store.read(
        "read rollout " + id,
        h ->
            Sql.of(
                    id,
                    h.createQuery(
                        SELECT + " WHERE summary.namespace = :namespace AND summary.name = :name"))
                .map((row, _) -> glance(row))
                .findOne());
  }

  /// A part of the list.
  public List<Glance> list(Wanted wanted) {
    return store.read("list rollouts", h -> list(h, wanted));
  }

  private static List<Glance> list(Handle handle, Wanted wanted) {
    StringBuilder sql = new StringBuilder(SELECT).append(" WHERE 1 = 1");
    if (!wanted.namespaces().isEmpty()) {
      sql.append(" AND summary.namespace IN (<namespaces>)");
    }
    if (wanted.phase() != null) {
      sql.append(" AND summary.phase = :phase");
    }
    if (!wanted.text().isEmpty()) {
      sql.append(" AND lower(summary.name) LIKE :text ESCAPE '!'");
    }
    if (wanted.after() != null) {
      sql.append(" AND (summary.namespace, summary.name) > (:namespace, :name)");
    }
    sql.append(" ORDER BY summary.namespace, summary.name LIMIT :limit");
    return bound(handle.createQuery(sql.toString()), wanted)
        .bind("limit", wanted.limit())
        .map((row, _) -> glance(row))
        .list();
  }

  private static Query bound(Query query, Wanted wanted) {
    if (!wanted.namespaces().isEmpty()) {
      query.bindList("namespaces", List.copyOf(wanted.namespaces()));
    }
    if (wanted.phase() != null) {
      query.bind("phase", wanted.phase());
    }
    if (!wanted.text().isEmpty()) {
      String literal = wanted.text().toLowerCase(java.util.Locale.ROOT).replaceAll("[!%_]", "!$0");
      query.bind("text", "%" + literal + "%");
    }
    return wanted.after() == null ? query : Sql.of(wanted.after(), query);
  }

  /// Writes a rollout's down, if the lease still holds.
  ///
  /// @return false when it does not
  public boolean write(Lease lease, String phase, String document) {
    LeaseTable leases = new LeaseTable(store.dialect());
    String sql =
        leases.held()
            + """
              INSERT INTO summary (namespace, name, phase, document, updated_at)
              SELECT :namespace, :name, :phase, :document, :now
              WHERE EXISTS (SELECT 1 FROM held)
              ON CONFLICT (namespace, name) DO UPDATE
              SET phase = excluded.phase, document = excluded.document,
                updated_at = excluded.updated_at""";
    return store.write(
        "write down rollout " + lease.id(),
        h ->
            LeaseTable.bind(Sql.of(lease.id(), h.createUpdate(sql)), lease)
                    .bind("phase", phase)
                    .bind("document", document)
                    .bind("now", Instant.now().toString())
                    .execute()
                == 1);
  }

  /// How many rollouts each node runs that is alive, by the nodes' names.
  public List<Share> shares() {
    return store.read(
        "list the nodes",
        h ->
            h.createQuery(
                    """
                    SELECT node.name, count(lease.name) AS rollouts FROM node
                      LEFT JOIN lease ON lease.holder = node.name
                    WHERE node.expires_at > <now> GROUP BY node.name ORDER BY node.name""")
                .define("now", store.dialect().now())
                .map((row, _) -> new Share(row.getString("name"), row.getInt("rollouts")))
                .list());
  }

  /// What a node runs.
  ///
  /// @param rollouts how many
  public record Share(String node, int rollouts) {}

  private static Glance glance(ResultSet row) throws SQLException {
    return new Glance(
        new RolloutId(row.getString("namespace"), row.getString("name")),
        row.getString("document"),
        row.getString("plan"),
        row.getLong("version"),
        row.getString("node"),
        Instant.parse(row.getString("updated_at")));
  }
}
