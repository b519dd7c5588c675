package dev.serin.cli.serve;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.server.Refusal;
import dev.serin.server.process.Server.Storage;
import dev.serin.server.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;

/// Takes a server's store out into a file, and a file into a store.
public final class Archive {
  private final Console console;

  /// Tells what it did on a console.
  public Archive(Console console) {
    this.console = console;
  }

  /// Writes everything but leases to a new file.
  ///
  /// @return the exit code
  /// @throws Refusal when there is no store
  /// @throws dev.serin.core.engine.RolloutStore.StoreException when the store can not be read, or
  ///     the file not be written
  public int backup(Storage storage, Path file) {
    // Else one would be made, and an empty backup of it.
    if (storage instanceof Storage.Folder(var folder) && !Files.isDirectory(folder)) {
      throw new Refusal(
          "there is no store in " + folder + ": name its folder with --data, or its --database");
    }
    try (Store store = open(storage)) {
      long rows = store.backup(file);
      console.out().println(rows + " rows of " + store.place() + " are in " + file);
    }
    return ExitCode.DONE;
  }

  /// Reads a backup into an empty store.
  ///
  /// @return the exit code
  /// @throws dev.serin.core.engine.RolloutStore.StoreException when the store is not empty, or the
  ///     file is damaged or of another program
  public int restore(Storage storage, Path file) {
    try (Store store = open(storage)) {
      long rows = store.restore(file);
      console.out().println(rows + " rows of " + file + " are in " + store.place());
    }
    return ExitCode.DONE;
  }

  private static Store open(Storage storage) {
    return switch (storage) {
      case Storage.Folder(var folder) -> Store.open(folder);
      case Storage.Shared(var address) -> Store.open(address);
    };
  }
}
