package dev.serin.cli;

import dev.serin.cli.run.Preparation;
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

  Preparation.Order order() {
    return new Preparation.Order(files, name);
  }
}
