package dev.serin.cli;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `serin version`.
@Command(name = "version", description = "Show the version of Serin and of its Java.")
final class VersionCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json|yaml",
      description = "How it is written. Default: ${DEFAULT-VALUE}.")
  private Layout layout = Layout.TEXT;

  VersionCommand(Console console) {
    this.console = console;
  }

  private enum Layout {
    TEXT,
    JSON,
    YAML
  }

  @Override
  public Integer call() {
    String java = System.getProperty("java.version", "");
    switch (layout) {
      case TEXT -> console.out().println("serin " + version() + " (Java " + java + ")");
      case JSON ->
          console.out().println("{\"version\":\"" + version() + "\",\"java\":\"" + java + "\"}");
      case YAML -> console.out().println("version: " + version() + "\njava: " + java);
    }
    return ExitCode.DONE;
  }

  /// The version of this build; `development` when it does not run from the jar.
  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
