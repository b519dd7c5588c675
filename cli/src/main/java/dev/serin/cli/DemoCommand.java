package dev.serin.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `serin demo`.
@Command(name = "demo", description = "Watch a canary release with nothing installed.")
final class DemoCommand implements Callable<Integer> {
  private final Console console;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.fail("serin demo: not there yet");
    return ExitCode.WRONG;
  }
}
