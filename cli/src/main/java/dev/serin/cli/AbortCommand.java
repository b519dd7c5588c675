package dev.serin.cli;

import dev.serin.cli.console.Console;
import dev.serin.cli.run.Asking;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

  AbortCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return new Requesting(console, options).ask("abort", Asking.abort(options.reason));
  }
}
