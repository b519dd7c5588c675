package dev.serin.server.store;

import dev.serin.core.engine.RolloutStore.Change;
import dev.serin.core.engine.RolloutStore.Reply;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Transition;
import dev.serin.server.store.Store.Leased;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/// A change on its way into the tables.
final class Saving {
  private final RolloutId id;
  private final Change change;
  private final @Nullable Lease lease;
  private final LeaseTable leases;
  private final String status;
  private final InstantSource clock = InstantSource.system();

  /// @param lease what it is saved under; null for none
  Saving(RolloutId id, Change change, @Nullable Lease lease, Dialect dialect) {
    this.id = id;
    this.change = change;
    this.lease = lease;
    this.leases = new LeaseTable(dialect);
    this.status = CoreJson.STATUS.write(change.status());
  }

  /// Writes it within a transaction.
  ///
  /// @param before what the tables hold at the version that it builds on; null for not known
  Leased apply(Handle handle, RunParts parts, @Nullable RunParts before) {
    if (!put(handle)) {
      return lease == null || leases.holds(handle, lease)
          ? new Leased.Conflict()
          : new Leased.Lost(lease);
    }
    RunTables.change(handle, id, before == null ? found(handle) : before, parts);
    log(handle);
    reply(handle);
    return new Leased.Done(change.expected() + 1);
  }

  private RunParts found(Handle handle) {
    return RunTables.find(handle, id).map(RunTables.Rows::parts).orElseGet(RunParts::none);
  }

  /// True when the rollout was at the version that the change builds on, and the lease holds.
  private boolean put(Handle handle) {
    Update update =
        Sql.of(id, handle.createUpdate(statement()))
            .bind("status", status)
            .bind("expected", change.expected())
            .bind("now", clock.instant().toString());
    return (lease == null ? update : LeaseTable.bind(update, lease)).execute() == 1;
  }

  private String statement() {
    String first = lease == null ? "" : leases.held();
    String held = lease == null ? "" : " AND EXISTS (SELECT 1 FROM held)";
    return change.expected() == 0
        ? first
            + """
              INSERT INTO rollout (namespace, name, status, version, updated_at)
              SELECT :namespace, :name, :status, :expected + 1, :now WHERE :expected = 0"""
            + held
            + " ON CONFLICT DO NOTHING"
        : first
            + """
              UPDATE rollout
              SET status = :status, version = :expected + 1, updated_at = :now
              WHERE namespace = :namespace AND name = :name AND version = :expected"""
            + held;
  }

  private void log(Handle handle) {
    if (change.transitions().isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO transition
              (namespace, name, version, happened_at, reason, message, status)
            VALUES (:namespace, :name, :version, :at, :reason, :message, :status)""");
    for (Transition transition : change.transitions()) {
      Sql.of(id, batch)
          .bind("version", change.expected() + 1)
          .bind("at", transition.at().toString())
          .bind("reason", transition.reason())
          .bind("message", transition.message())
          .bind("status", status)
          .add();
    }
    batch.execute();
  }

  private void reply(Handle handle) {
    String sql =
        """
        UPDATE request SET answer = :answer
        WHERE number = :number AND namespace = :namespace AND name = :name AND answer IS NULL""";
    for (Reply reply : change.replies()) {
      Sql.of(id, handle.createUpdate(sql))
          .bind("answer", CoreJson.ANSWER.write(reply.answer()))
          .bind("number", reply.request())
          .execute();
    }
  }
}
