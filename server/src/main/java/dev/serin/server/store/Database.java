package dev.serin.server.store;

import dev.serin.core.engine.RolloutStore.StoreException;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// A database that holds the store's tables. Many threads and many processes may use it at once.
///
/// Work is a function of a connection and may be carried out twice: it must do nothing else.
interface Database extends AutoCloseable {
  /// What its SQL is.
  Dialect dialect();

  /// Reads by statements that each see all that is committed before they begin.
  <T> T read(Function<Handle, T> work);

  /// Reads by statements that all see the same moment.
  <T> T readMoment(Function<Handle, T> work);

  /// Carries out a transaction. When it returns, what was written survives a crash.
  <T> T write(Function<Handle, T> work);

  /// What went wrong, in words that say where, and what would help.
  ///
  /// @param doing what was tried, such as `save rollout default/demo`
  StoreException refused(String doing, Throwable cause);

  /// Where it is, for messages; no secret.
  @Override
  String toString();

  @Override
  void close();
}
