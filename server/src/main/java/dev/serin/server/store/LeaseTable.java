package dev.serin.server.store;

import dev.serin.core.rollout.RolloutId;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// The tables of nodes and of what they hold. A rollout is vacant when its holder has no row.
final class LeaseTable {
  /// Joins a holder's node to its lease.
  private static final String HOLDERS =
      " LEFT JOIN lease ON lease.namespace = plan.namespace AND lease.name = plan.name"
          + " LEFT JOIN node ON node.name = lease.holder";

  private static final String AT = " WHERE namespace = :namespace AND name = :name";

  private final Dialect dialect;

  LeaseTable(Dialect dialect) {
    this.dialect = dialect;
  }

  /// A rollout's lease.
  ///
  /// @param node who holds it; null for nobody who is alive
  record Held(RolloutId id, @Nullable String node, long token) {}

  int join(Handle handle, String node, Duration lasts) {
    return handle
        .createUpdate("INSERT INTO node (name, expires_at) VALUES (:node, <now> + :lasts)")
        .define("now", dialect.now())
        .bind("node", node)
        .bind("lasts", lasts.toMillis())
        .execute();
  }

  /// Lets a node live on.
  ///
  /// @return false when it is dead
  boolean renew(Handle handle, String node, Duration lasts) {
    return handle
            .createUpdate("UPDATE node SET expires_at = <now> + :lasts WHERE name = :node")
            .define("now", dialect.now())
            .bind("node", node)
            .bind("lasts", lasts.toMillis())
            .execute()
        == 1;
  }

  int leave(Handle handle, String node) {
    return handle.createUpdate("DELETE FROM node WHERE name = :node").bind("node", node).execute();
  }

  /// Takes the rows of other nodes away whose time is over. Whose row is renewed at this moment
  /// keeps it, or is told that it is gone: nothing is in between.
  int bury(Handle handle, String self) {
    return handle
        .createUpdate("DELETE FROM node WHERE expires_at <= <now> AND name != :self")
        .define("now", dialect.now())
        .bind("self", self)
        .execute();
  }

  int succeed(Handle handle, String self) {
    return handle.createUpdate("DELETE FROM node WHERE name != :self").bind("self", self).execute();
  }

  /// Makes a row for each rollout that has a plan.
  void seed(Handle handle) {
    handle.execute(
        """
        INSERT INTO lease (namespace, name, holder, token)
        SELECT namespace, name, NULL, 0 FROM plan
        WHERE NOT EXISTS (SELECT 1 FROM lease
          WHERE lease.namespace = plan.namespace AND lease.name = plan.name)
        ON CONFLICT DO NOTHING""");
  }

  void seed(Handle handle, RolloutId id) {
    Sql.of(
            id,
            handle.createUpdate(
                "INSERT INTO lease (namespace, name, holder, token)"
                    + " VALUES (:namespace, :name, NULL, 0) ON CONFLICT DO NOTHING"))
        .execute();
  }

  /// The lease of a rollout that has a row.
  Held find(Handle handle, RolloutId id) {
    String sql =
        """
        SELECT node.name AS node, token FROM lease LEFT JOIN node ON node.name = lease.holder
        WHERE lease.namespace = :namespace AND lease.name = :name""";
    return Sql.of(id, handle.createQuery(sql))
        .map((row, _) -> new Held(id, row.getString("node"), row.getLong("token")))
        .one();
  }

  /// Rollouts that nobody holds, at most `limit`, in no order: nodes that look at the same time
  /// shall not find the same.
  List<Held> vacant(Handle handle, int limit) {
    String sql =
        "SELECT plan.namespace, plan.name, coalesce(lease.token, 0) AS token FROM plan"
            + HOLDERS
            + " WHERE node.name IS NULL ORDER BY random() LIMIT :limit";
    return handle
        .createQuery(sql)
        .bind("limit", limit)
        .map(
            (row, _) ->
                new Held(
                    new RolloutId(row.getString("namespace"), row.getString("name")),
                    null,
                    row.getLong("token")))
        .list();
  }

  /// Gives a rollout to a node, with the next token.
  ///
  /// @param seen the lease as it was found
  /// @return false when somebody was quicker
  boolean take(Handle handle, Held seen, String node) {
    String sql = "UPDATE lease SET holder = :node, token = token + 1" + AT + " AND token = :seen";
    return Sql.of(seen.id(), handle.createUpdate(sql))
            .bind("node", node)
            .bind("seen", seen.token())
            .execute()
        == 1;
  }

  int release(Handle handle, Lease lease) {
    String sql = "UPDATE lease SET holder = NULL" + AT + " AND holder = :holder AND token = :token";
    return bind(Sql.of(lease.id(), handle.createUpdate(sql)), lease).execute();
  }

  /// How many rollouts a node holds.
  int count(Handle handle, String node) {
    return handle
        .createQuery("SELECT count(*) FROM lease WHERE holder = :node")
        .bind("node", node)
        .mapTo(Integer.class)
        .one();
  }

  /// The rollouts that a node holds.
  List<Held> of(Handle handle, String node) {
    return handle
        .createQuery("SELECT namespace, name, token FROM lease WHERE holder = :node")
        .bind("node", node)
        .map(
            (row, _) ->
                new Held(
                    new RolloutId(row.getString("namespace"), row.getString("name")),
                    node,
                    row.getLong("token")))
        .list();
  }

  boolean holds(Handle handle, Lease lease) {
    String sql = "SELECT count(*) FROM lease" + AT + " AND holder = :holder AND token = :token";
    return bind(Sql.of(lease.id(), handle.createQuery(sql)), lease).mapTo(Integer.class).one() > 0;
  }

  Leases.Census census(Handle handle) {
    String sql =
        "SELECT (SELECT count(*) FROM node WHERE expires_at > <now>) AS nodes,"
            + " (SELECT count(*) FROM plan) AS rollouts,"
            + " (SELECT count(*) FROM plan"
            + HOLDERS
            + " WHERE node.name IS NULL) AS vacant";
    return handle
        .createQuery(sql)
        .define("now", dialect.now())
        .map(
            (row, _) ->
                new Leases.Census(
                    row.getInt("nodes"), row.getInt("rollouts"), row.getInt("vacant")))
        .one();
  }

  /// A statement's beginning that holds a lease for as long as its transaction lasts, as the table
  /// `held`, which is empty when the lease is lost. Its parameters are those of [#bind].
  String held() {
    return "WITH held AS (SELECT 1 AS one FROM lease"
        + AT
        + " AND holder = :holder AND token = :token "
        + dialect.share()
        + ") ";
  }

  static <S extends SqlStatement<S>> S bind(S statement, Lease lease) {
    return statement.bind("holder", lease.holder()).bind("token", lease.token());
  }
}
