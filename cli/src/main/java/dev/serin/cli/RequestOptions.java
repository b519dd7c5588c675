package dev.serin.cli;

import dev.serin.cli.console.Output;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What every command that asks something of a running rollout takes.
final class RequestOptions {
  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description =
          "The rollout, as name or namespace/name. May be left out when there is only one.")
  String name = "";

  @Mixin final StateOption state = new StateOption();

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = DurationText.class,
      description = "How long to wait for the answer. Default: 10s.")
  Duration wait = Duration.ofSeconds(10);

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      description = "How the answer is written. Default: ${DEFAULT-VALUE}.")
  Output output = Output.TEXT;
}
