package dev.serin.server.store;

import dev.serin.core.rollout.RolloutId;
import org.jdbi.v3.core.statement.SqlStatement;

/// What many statements have in common.
final class Sql {
  private Sql() {}

  /// Binds `:namespace` and `:name`.
  static <S extends SqlStatement<S>> S of(RolloutId id, S statement) {
    return statement.bind("namespace", id.namespace()).bind("name", id.name());
  }
}
