package dev.serin.server.store;

import dev.serin.core.engine.RolloutStore.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What goes wrong with the store's file, in words that say what would help.
final class StoreFaults {
  private StoreFaults() {}

  /// The folder itself can not be used.
  static StoreException unusable(Path folder, IOException cause) {
    return new StoreException(
        "the state folder "
            + folder
            + " can not be used ("
            + cause
            + "): make it a folder that this user may write, or choose another state folder",
        cause);
  }

  /// The database says no.
  ///
  /// @param doing what was tried, such as `save rollout default/demo`
  static StoreException refused(Path file, String doing, Throwable cause) {
    return new StoreException(
        "can not " + doing + " in " + file + ": " + advice(file, cause), cause);
  }

  private static String advice(Path file, Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof SQLiteException e) {
        return advice(file, e);
      }
    }
    return String.valueOf(cause.getMessage());
  }

  private static String advice(Path file, SQLiteException e) {
    int primary = e.getResultCode().code & 0xff;
    if (primary == SQLiteErrorCode.SQLITE_NOTADB.code
        || primary == SQLiteErrorCode.SQLITE_CORRUPT.code) {
      return "the file is damaged or not a database; move it away, with the -wal and -shm files"
          + " beside it, and begin anew, or put a copy back";
    }
    if (primary == SQLiteErrorCode.SQLITE_READONLY.code
        || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code
        || primary == SQLiteErrorCode.SQLITE_PERM.code) {
      return "this user may not write it; give it the file and its folder "
          + file.getParent()
          + ", or choose another state folder";
    }
    if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
      return "the disk is full; make room, and it goes on";
    }
    if (primary == SQLiteErrorCode.SQLITE_BUSY.code) {
      return "another process kept it locked for "
          + SqliteFile.BUSY.toSeconds()
          + " s; look for a stopped serin, or a program that has the file open";
    }
    return message(e);
  }

  private static String message(SQLException e) {
    return String.valueOf(e.getMessage());
  }
}
