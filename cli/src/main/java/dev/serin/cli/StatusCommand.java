package dev.serin.cli;

import dev.serin.cli.client.Api;
import dev.serin.cli.client.Settling;
import dev.serin.cli.client.Settling.End;
import dev.serin.cli.client.Settling.Progress;
import dev.serin.cli.client.Settling.Seeing;
import dev.serin.cli.console.Console;
import dev.serin.core.rollout.RolloutId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `serin status`.
@Command(
    name = "status",
    description = "Wait until a rollout is Healthy or Degraded, and say which.",
    footer = {
      "",
      "Exit codes: 0 Healthy with the revision that is wanted, 1 Degraded, 2 wrong command,",
      "            3 neither when the time was over.",
      "",
      "Examples:",
      "  serin status my-app --timeout 10m",
      "  serin status my-app --watch=false   only what is now"
    })
final class StatusCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private final RolloutOption rollout = new RolloutOption();
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final LayoutOption output = new LayoutOption();

  @Option(
      names = {"-w", "--watch"},
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Whether to wait. Default: ${DEFAULT-VALUE}.")
  private boolean watch = true;

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "DURATION",
      converter = DurationText.class,
      description = "How long to wait. Default: as long as it takes.")
  private Duration timeout = Settling.FOR_EVER;

  StatusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (Api api = server.api(console)) {
      Instant begin = Instant.now();
      RolloutId id = (watch ? api.within(timeout) : api).named(rollout.name);
      Settling settling = new Settling(api, progress(console, output.isText() && watch));
      Seeing seeing =
          watch
              ? settling.await(id, timeout.minus(Duration.between(begin, Instant.now())))
              : settling.look(id);
      output.layout.print(console, seeing.rollout().tree(), () -> last(seeing));
      return seeing.end().exitCode();
    }
  }

  /// Progress goes to the results when people read them, and is left out when scripts do; trouble
  /// goes beside them.
  static Progress progress(Console console, boolean told) {
    return new Progress(
        line -> {
          if (told) {
            console.out().println(line);
            console.out().flush();
          }
        },
        trouble -> console.fail("serin: " + trouble + "; still waiting"));
  }

  private List<String> last(Seeing seeing) {
    if (!watch) {
      return List.of(Settling.line(seeing.rollout()));
    }
    return seeing.end() == End.UNDECIDED
        ? List.of(
            "neither Healthy nor Degraded after "
                + timeout.toSeconds()
                + "s; serin explain tells why")
        : List.of();
  }
}
