package dev.serin.cli;

import dev.serin.cli.client.Api;
import dev.serin.cli.client.Order;
import dev.serin.cli.client.Ordering;
import dev.serin.cli.client.ServerTrouble;
import dev.serin.cli.client.show.DataSight;
import dev.serin.cli.client.show.LineSight;
import dev.serin.cli.client.show.LiveSight;
import dev.serin.cli.client.show.Sight;
import dev.serin.cli.client.show.Watching;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.core.rollout.RolloutId;
import dev.serin.server.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `serin watch`.
@Command(
    name = "watch",
    description = "Watch a rollout live, and act on it with keys.",
    footer = {
      "",
      "On a terminal it is one picture; elsewhere one line for each change. A connection that is"
          + " lost is taken up again. It ends with q, Ctrl-C, or when the rollout is deleted.",
      "",
      "Examples:",
      "  serin watch my-app",
      "  serin watch my-app -o json        one line for each event: {type, rollout|transition}"
    })
final class WatchCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Console console;
  @Mixin private final RolloutOption rollout = new RolloutOption();
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final LayoutOption output = new LayoutOption();

  WatchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    AtomicBoolean over = new AtomicBoolean();
    try (Api api = server.api(console)) {
      RolloutId id = api.named(rollout.name);
      Watching watching = new Watching(api, id, over::get);
      boolean live = output.isText() && console.terminal();
      if (live) {
        watching.withSignals();
        api.rollout(id);
      }
      try (Sight sight = live ? live(api, watching, id, over) : lines()) {
        watching.show(sight);
      }
      return ExitCode.DONE;
    }
  }

  private Sight lines() {
    return output.isText()
        ? new LineSight(console)
        : DataSight.ofEverything(console, output.layout);
  }

  private Sight live(Api api, Watching watching, RolloutId id, AtomicBoolean over)
      throws IOException {
    return LiveSight.open(
        console.colour(),
        new LiveSight.Asked(
            command -> Thread.ofVirtual().start(() -> watching.say(asked(api, id, command))),
            () -> over.set(true)));
  }

  private static String asked(Api api, RolloutId id, String command) {
    try {
      return new Ordering(api, PATIENCE).ask(id, Order.of(command, command, "")).sentence();
    } catch (Refusal | ServerTrouble e) {
      return String.valueOf(e.getMessage());
    }
  }
}
