package dev.serin.cli;

import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every command that asks something of a rollout takes.
final class RequestOptions {
  @Mixin final RolloutOption rollout = new RolloutOption();
  @Mixin final StateOption state = new StateOption();
  @Mixin final ServerOptions server = new ServerOptions();
  @Mixin final LayoutOption output = new LayoutOption();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why; told in the rollout's log and in the server's audit trail.")
  String reason = "";

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = DurationText.class,
      description = "How long to wait for the answer. Default: 10s.")
  Duration wait = Duration.ofSeconds(10);
}
