package dev.serin.cli;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `serin completion`.
@Command(
    name = "completion",
    description = "Write a script that lets a shell complete serin's commands and options.",
    footer = {
      "",
      "Examples:",
      "  source <(serin completion bash)                       bash, for this session",
      "  serin completion bash > /etc/bash_completion.d/serin  bash, for good",
      "  source <(serin completion zsh)                        zsh",
      "  serin completion fish > ~/.config/fish/completions/serin.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "bash|zsh|fish",
      description = "The shell. Default: ${DEFAULT-VALUE}.")
  private Shell shell = Shell.BASH;

  CompletionCommand(Console console) {
    this.console = console;
  }

  private enum Shell {
    BASH,
    ZSH,
    FISH
  }

  @Override
  public Integer call() {
    switch (shell) {
      case BASH, ZSH -> console.out().print(AutoComplete.bash("serin", Main.commandLine(console)));
      case FISH -> console.out().print(Fish.script(Main.commandLine(console)));
    }
    return ExitCode.DONE;
  }
}
