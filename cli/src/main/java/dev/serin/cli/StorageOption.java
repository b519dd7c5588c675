package dev.serin.cli;

import dev.serin.server.Refusal;
import dev.serin.server.process.Server.Storage;
import dev.serin.server.store.DatabaseAddress;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a server keeps its rollouts.
final class StorageOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The folder where this server alone keeps its rollouts. Default: server below"
              + " $SERIN_STATE, else $XDG_STATE_HOME/serin, else ~/.local/state/serin.")
  private @Nullable Path data;

  @Option(
      names = "--database",
      paramLabel = "URL",
      description =
          "The PostgreSQL that several servers share: postgresql://user@host:port/database. The"
              + " password is in PGPASSWORD, or in the file that PGPASSFILE names.")
  private @Nullable String database;

  /// True when the command line names a store.
  boolean given() {
    return data != null || database != null;
  }

  /// The folder; it need not exist.
  Path folder(Map<String, String> environment) {
    Path given = data;
    return given == null ? new StateOption().folder(environment).resolve("server") : given;
  }

  /// The folder, or the database that was named in its place.
  ///
  /// @throws Refusal when it is none
  Storage storage(Path folder, Map<String, String> environment) {
    String url = database;
    if (url == null) {
      return new Storage.Folder(folder);
    }
    if (data != null) {
      throw new Refusal("--data and --database name two stores; leave one out");
    }
    try {
      return new Storage.Shared(DatabaseAddress.parse(url, environment));
    } catch (IllegalArgumentException wrong) {
      throw new Refusal("--database: " + wrong.getMessage());
    }
  }
}
