package dev.serin.cli;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Output;
import dev.serin.cli.manifest.Review;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `serin lint`.
@Command(
    name = "lint",
    description = "Check manifests and report every problem of each.",
    footer = {
      "",
      "Files that are given together may refer to each other: a rollout to its analysis templates.",
      "",
      "Exit codes: 0 no error (there may be warnings), 2 an error.",
      "",
      "Examples:",
      "  serin lint rollout.yaml analysis.yaml",
      "  serin lint manifests/ -o json     one line a file: {file, accepted, problems}"
    })
final class LintCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files, or folders with *.yaml, *.yml and *.json.")
  private List<Path> paths = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      description = "How problems are written. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.TEXT;

  LintCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Review review = Review.of(paths);
    switch (output) {
      case TEXT -> review.text().forEach(console.out()::println);
      case JSON -> review.json().forEach(console.out()::println);
    }
    return review.accepted() ? ExitCode.DONE : ExitCode.WRONG;
  }
}
