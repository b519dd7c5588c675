package dev.serin.cli;

import dev.serin.cli.run.Preparation;
import dev.serin.cli.run.RunOrder;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What every command takes that prepares a load balancer.
final class PreparationOptions {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "The rollout's manifests: files, or folders with *.yaml, *.yml and *.json.")
  private List<Path> files = List.of();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Which rollout, when the manifests hold several.")
  private String name = "";

  @Option(
      names = "--stable",
      paramLabel = "URL",
      description =
          "A server of the first pool; repeat for more. Not needed when the manifests hold"
              + " Backends.")
  private List<String> stable = List.of();

  @Option(
      names = "--canary",
      paramLabel = "URL",
      description = "A server of the second pool; repeat for more.")
  private List<String> canary = List.of();

  Preparation.Order order() {
    return new Preparation.Order(files, name, new RunOrder.Targets(stable, canary, null, null));
  }
}
