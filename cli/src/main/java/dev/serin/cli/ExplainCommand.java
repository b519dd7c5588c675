package dev.serin.cli;

import dev.serin.cli.client.Api;
import dev.serin.cli.client.show.Explanation;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.view.Columns;
import dev.serin.core.rollout.RolloutId;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `serin explain`.
@Command(
    name = "explain",
    description = "Say in sentences why a rollout is where it is, and what is next.",
    footer = {
      "",
      "Examples:",
      "  serin explain my-app",
      "  serin explain my-app -o json     {where, why, evidence, next, actions}"
    })
final class ExplainCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private final RolloutOption rollout = new RolloutOption();
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final LayoutOption output = new LayoutOption();

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (Api api = server.api(console)) {
      RolloutId id = api.named(rollout.name);
      Explanation explanation = new Explanation(api.rollout(id), api.evidence(id), Instant.now());
      output.layout.print(
          console,
          explanation.tree(),
          () -> Columns.painted(console.colour(), explanation.lines()));
      return ExitCode.DONE;
    }
  }
}
