package dev.serin.cli;

import dev.serin.cli.client.Api;
import dev.serin.cli.client.Order;
import dev.serin.cli.client.Ordering;
import dev.serin.cli.console.Console;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `serin undo`.
@Command(
    name = "undo",
    description = "Go back to a revision that was stable before.",
    footer = {
      RequestCommand.CODES,
      "",
      "Examples:",
      "  serin undo my-app                       to the last one before the present one",
      "  serin undo my-app --to-revision v3 --reason 'v4 leaks memory'"
    })
final class UndoCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private final RolloutOption rollout = new RolloutOption();
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final LayoutOption output = new LayoutOption();

  @Option(
      names = "--to-revision",
      paramLabel = "REVISION",
      description = "As serin get shows it. Default: the last one before the present one.")
  private String revision = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; told in the audit trail.")
  private String reason = "";

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = DurationText.class,
      description = "How long to wait for the answer. Default: 10s.")
  private Duration wait = Duration.ofSeconds(10);

  UndoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (Api api = server.api(console)) {
      Order order = new Order("undo", "undo", reason, revision);
      return RequestCommand.tell(
          console, output.layout, new Ordering(api, wait).ask(api.named(rollout.name), order));
    }
  }
}
