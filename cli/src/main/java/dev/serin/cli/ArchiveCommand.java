package dev.serin.cli;

import dev.serin.cli.console.Console;
import dev.serin.cli.serve.Archive;
import dev.serin.server.process.Server.Storage;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// The commands that take a server's store out into a file and back.
abstract class ArchiveCommand implements Callable<Integer> {
  private static final String CODES =
      "Exit codes: 0 done, 2 wrong command, 3 the store or the file can not be used.";

  private final Console console;
  @Mixin private StorageOption storage = new StorageOption();

  @Parameters(paramLabel = "FILE", description = "The backup.")
  private @Nullable Path file;

  private ArchiveCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Path folder = storage.folder(console.environment());
    return work(
        new Archive(console),
        storage.storage(folder, console.environment()),
        Objects.requireNonNull(file));
  }

  abstract int work(Archive archive, Storage from, Path backup);

  /// `serin backup`.
  @Command(
      name = "backup",
      sortOptions = false,
      description = {
        "Write all of a server's rollouts, with their history, to a new file.",
        "",
        "The server may go on meanwhile: the file is of one moment. It fits a folder and a database"
            + " alike."
      },
      footer = {
        "",
        CODES,
        "",
        "Examples:",
        "  serin backup monday.backup",
        "  serin backup monday.backup --database postgresql://serin@db1/serin"
      })
  static final class Backup extends ArchiveCommand {
    Backup(Console console) {
      super(console);
    }

    @Override
    int work(Archive archive, Storage from, Path backup) {
      return archive.backup(from, backup);
    }
  }

  /// `serin restore`.
  @Command(
      name = "restore",
      sortOptions = false,
      description = {
        "Read a backup into an empty folder or database.",
        "",
        "All of it is read, or nothing."
      },
      footer = {
        "",
        CODES,
        "",
        "Examples:",
        "  serin restore monday.backup --data /var/lib/serin",
        "  serin restore monday.backup --database postgresql://serin@db1/serin"
      })
  static final class Restore extends ArchiveCommand {
    Restore(Console console) {
      super(console);
    }

    @Override
    int work(Archive archive, Storage from, Path backup) {
      return archive.restore(from, backup);
    }
  }
}
