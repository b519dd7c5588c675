package dev.serin.cli;

import dev.serin.cli.client.Api;
import dev.serin.cli.client.show.Journal;
import dev.serin.cli.client.show.Past;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.view.Columns;
import dev.serin.core.rollout.RolloutId;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `serin history`.
@Command(
    name = "history",
    description = "Tell what happened to a rollout, who asked for it, and why.",
    footer = {
      "",
      "Examples:",
      "  serin history my-app",
      "  serin history my-app --limit 500 -o json     {items, commands, deeds}"
    })
final class HistoryCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private final RolloutOption rollout = new RolloutOption();
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final LayoutOption output = new LayoutOption();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many of the newest. Default: ${DEFAULT-VALUE}.")
  private int limit = 100;

  HistoryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (Api api = server.api(console)) {
      RolloutId id = api.named(rollout.name);
      Past past =
          new Past(api.transitions(id, limit), api.commands(id, limit), api.deeds(id, limit));
      output.layout.print(console, past.tree(), () -> lines(past));
      return ExitCode.DONE;
    }
  }

  private List<String> lines(Past past) {
    List<String> lines =
        Columns.painted(
            console.colour(), Journal.dated(ZoneId.systemDefault()).lines(past.together()));
    return lines.isEmpty() ? List.of("nothing happened yet") : lines;
  }
}
