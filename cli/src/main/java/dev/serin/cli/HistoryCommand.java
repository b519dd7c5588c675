package dev.serin.cli;

import dev.serin.cli.client.Api;
import dev.serin.cli.client.Seen;
import dev.serin.cli.client.show.Journal;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.view.Columns;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `serin history`.
@Command(
    name = "history",
    description = "Tell what happened to a rollout of a server, who asked for it, and why.",
    footer = {
      "",
      "Examples:",
      "  serin history my-app",
      "  serin history my-app --limit 500 -o json     {items: [...]}, oldest first"
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
      List<Seen> transitions = api.transitions(api.named(rollout.name), limit);
      output.layout.print(
          console,
          Map.of("items", transitions.stream().map(Seen::tree).toList()),
          () -> lines(transitions));
      return ExitCode.DONE;
    }
  }

  private List<String> lines(List<Seen> transitions) {
    return transitions.isEmpty()
        ? List.of("nothing happened yet")
        : Columns.painted(
            console.colour(), Journal.dated(ZoneId.systemDefault()).lines(transitions));
  }
}
