package dev.serin.cli;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `serin version`.
@Command(name = "version", description = "Show the version of Serin and of its Java.")
final class VersionCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private final LayoutOption output = new LayoutOption();

  VersionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    String java = System.getProperty("java.version", "");
    Map<String, String> tree = new LinkedHashMap<>();
    tree.put("version", version());
    tree.put("java", java);
    output.layout.print(
        console, tree, () -> List.of("serin " + version() + " (Java " + java + ")"));
    return ExitCode.DONE;
  }

  /// The version of this build; `development` when it does not run from the jar.
  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
