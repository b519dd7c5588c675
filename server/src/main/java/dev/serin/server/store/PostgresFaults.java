package dev.serin.server.store;

import dev.serin.core.engine.RolloutStore.StoreException;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What goes wrong with a PostgreSQL database, in words that say what would help.
final class PostgresFaults {
  private PostgresFaults() {}

  /// The database says no, or nothing.
  ///
  /// @param doing what was tried, such as `save rollout default/demo`
  static StoreException refused(DatabaseAddress address, String doing, Throwable cause) {
    return new StoreException(
        "can not " + doing + " in " + address + ": " + advice(address, cause), cause);
  }

  /// The user may not make tables.
  static StoreException noRights(DatabaseAddress address, String schema) {
    return new StoreException(
        "can not open the store in "
            + address
            + ": no right to make tables in schema "
            + schema
            + "; "
            + rights(address, schema),
        null);
  }

  private static String rights(DatabaseAddress address, String schema) {
    return "let this user: GRANT CREATE, USAGE ON SCHEMA "
        + schema
        + " TO "
        + (address.user().isEmpty() ? "USER" : address.user())
        + ", or give it a database of its own";
  }

  private static String advice(DatabaseAddress address, Throwable cause) {
    Optional<SQLException> said = said(cause);
    if (said.isEmpty()) {
      return String.valueOf(cause.getMessage());
    }
    String state = String.valueOf(said.get().getSQLState());
    String message = firstLine(said.get().getMessage());
    String advice = advice(address, state);
    return advice.isEmpty() ? message : message + "; " + advice;
  }

  /// The states are those of PostgreSQL's manual, appendix A.
  private static String advice(DatabaseAddress address, String state) {
    return switch (state) {
      case "28P01", "28000", "08004" ->
          address.hasPassword()
              ? "give the right user and password: in the address, or in PGPASSWORD or ~/.pgpass"
              : "give a password: in PGPASSWORD, or as a line host:port:database:user:password in"
                  + " ~/.pgpass";
      case "3D000" -> "make it: createdb -h HOST -U USER --encoding=UTF8 " + nameOf(address);
      case "42501" ->
          rights(address, "public") + "; if the tables are another's, GRANT ALL ON them";
      case "25006" -> "this server is read-only: give the address of the primary";
      case "53300" -> "give the server more connections (max_connections), or each node fewer";
      case "53100" -> "make room on the server's disk, and it goes on";
      case "08000", "08001", "08003", "08006", "08007", "57P01", "57P02", "57P03" ->
          "is PostgreSQL running at "
              + address.hosts()
              + ", and does it accept connections from this machine?";
      default -> "";
    };
  }

  private static String nameOf(DatabaseAddress address) {
    return address.database().isEmpty() ? "NAME" : address.database();
  }

  /// The innermost thing that the driver said: the pool and the migrations wrap it.
  private static Optional<SQLException> said(Throwable cause) {
    @Nullable SQLException found = null;
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof SQLException e && e.getSQLState() != null) {
        found = e;
      }
    }
    return Optional.ofNullable(found);
  }

  private static String firstLine(@Nullable String message) {
    return String.valueOf(message).lines().findFirst().orElse("").strip();
  }
}
