package dev.serin.cli;

import picocli.CommandLine.Parameters;

/// Which rollout of a server is meant.
final class RolloutOption {
  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description =
          "The rollout, as name or namespace/name. May be left out when there is only one.")
  String name = "";
}
