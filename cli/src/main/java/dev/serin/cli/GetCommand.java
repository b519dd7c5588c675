package dev.serin.cli;

import dev.serin.cli.client.Api;
import dev.serin.cli.client.Seen;
import dev.serin.cli.client.show.DataSight;
import dev.serin.cli.client.show.Sight;
import dev.serin.cli.client.show.Tree;
import dev.serin.cli.client.show.TreeSight;
import dev.serin.cli.client.show.Watching;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.view.Columns;
import dev.serin.core.rollout.RolloutId;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `serin get`.
@Command(
    name = "get",
    description = "Show a rollout: its state, revisions, backends, analysis runs.",
    footer = {
      "",
      "Examples:",
      "  serin get my-app",
      "  serin get shop/my-app -w          again at each change",
      "  serin get my-app -o yaml          all that the server knows of it",
      "  serin get my-app --manifest       the manifest as it was applied"
    })
final class GetCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private final RolloutOption rollout = new RolloutOption();
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final LayoutOption output = new LayoutOption();

  @Option(
      names = {"-w", "--watch"},
      description = "Show it again at each change, until Ctrl-C.")
  private boolean watch;

  @Option(names = "--manifest", description = "Write the manifest as it was applied, in YAML.")
  private boolean manifest;

  GetCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Api api = server.api(console)) {
      RolloutId id = api.named(rollout.name);
      if (manifest) {
        console.out().print(api.manifest(id));
      } else if (watch) {
        watch(api, id);
      } else {
        Seen seen = api.rollout(id);
        output.layout.print(
            console,
            seen.tree(),
            () -> Columns.painted(console.colour(), Tree.of(seen, Instant.now())));
      }
      return ExitCode.DONE;
    }
  }

  private void watch(Api api, RolloutId id) throws InterruptedException {
    try (Sight sight =
        output.isText() ? new TreeSight(console) : DataSight.ofRollouts(console, output.layout)) {
      new Watching(api, id, () -> false).show(sight);
    }
  }
}
