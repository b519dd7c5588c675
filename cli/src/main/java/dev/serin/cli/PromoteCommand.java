package dev.serin.cli;

import dev.serin.cli.console.Console;
import dev.serin.cli.run.Asking;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `serin promote`.
@Command(
    name = "promote",
    description = "Let a rollout go on: end the pause or the step that it is at.",
    footer = {
      RequestCommand.CODES,
      "",
      "Examples:",
      "  serin promote my-app          go on to the next step",
      "  serin promote my-app --full   skip all that is left and give it all traffic"
    })
final class PromoteCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private final RequestOptions options = new RequestOptions();

  @Option(names = "--full", description = "Skip every step and analysis that is left.")
  private boolean full;

  PromoteCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Requesting requesting = new Requesting(console, options);
    return full
        ? requesting.ask("promoteFull", Asking.promoteFull())
        : requesting.ask("promote", Asking.promote());
  }
}
