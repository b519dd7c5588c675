package dev.serin.cli;

import dev.serin.cli.console.Console;
import dev.serin.cli.run.Asking;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `serin abort`.
@Command(
    name = "abort",
    description = "Take an update back: stable gets all traffic at once.",
    footer = {
      RequestCommand.CODES,
      "",
      "Examples:",
      "  serin abort my-app --reason 'complaints about the cart'"
    })
final class AbortCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private final RequestOptions options = new RequestOptions();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; told in the rollout's log.")
  private String reason = "";

  AbortCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return RequestCommand.ask(console, options, Asking.abort(reason));
  }
}
