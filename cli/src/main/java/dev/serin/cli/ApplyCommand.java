package dev.serin.cli;

import dev.serin.cli.client.Api;
import dev.serin.cli.client.Applying;
import dev.serin.cli.client.Settling;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `serin apply`.
@Command(
    name = "apply",
    description = "Hand manifests to a server; a changed rollout begins its update.",
    footer = {
      "",
      "The server takes all of them or none.",
      "",
      "Exit codes: 0 taken (with --wait: Healthy), 1 refused (with --wait: Degraded), 2 wrong manifest"
          + " or command, 3 with --wait: neither when the time was over.",
      "",
      "Examples:",
      "  serin apply -f rollout.yaml -f backends/ --reason 'release 1.4'",
      "  serin apply -f rollout.yaml --dry-run        what would change",
      "  serin apply -f rollout.yaml --wait --timeout 30m",
      "  generate | serin apply -f -"
    })
final class ApplyCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final LayoutOption output = new LayoutOption();

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "PATH",
      description =
          "A file, a folder with *.yaml, *.yml and *.json, or - for the standard input; may be repeated.")
  private List<String> files = List.of();

  @Parameters(arity = "0..*", paramLabel = "PATH", description = "The same as -f.", hidden = true)
  private List<String> more = List.of();

  @Option(names = "--dry-run", description = "Change nothing; say what would change.")
  private boolean dryRun;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; told in the audit trail.")
  private String reason = "";

  @Option(names = "--wait", description = "Wait until the rollouts are Healthy or Degraded.")
  private boolean wait;

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "DURATION",
      converter = DurationText.class,
      description = "How long --wait waits. Default: as long as it takes.")
  private Duration timeout = Settling.FOR_EVER;

  ApplyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Applying.Files read =
        Applying.read(
            java.util.stream.Stream.concat(files.stream(), more.stream()).toList(), console.in());
    if (!read.problems().isEmpty()) {
      read.problems().forEach(console::fail);
      return ExitCode.WRONG;
    }
    try (Api api = server.api(console)) {
      Applying applying = new Applying(api, StatusCommand.progress(console, output.isText()));
      Applying.Result result = applying.apply(read.sources(), reason, dryRun);
      if (wait && !dryRun && result.exitCode() == ExitCode.DONE) {
        if (result.rollouts().isEmpty()) {
          console.fail("serin: no rollout rests upon this: there is nothing to wait for");
          return told(result);
        }
        if (output.isText()) {
          result.lines().forEach(console.out()::println);
        }
        result = applying.await(result, timeout);
      }
      return told(result);
    }
  }

  private int told(Applying.Result result) {
    result.complaints().forEach(console::fail);
    Applying.Result last = result;
    output.layout.print(console, result.tree(), last::lines);
    return result.exitCode();
  }
}
