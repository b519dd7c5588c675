package dev.serin.cli;

import dev.serin.cli.client.Outcome;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Layout;
import dev.serin.cli.run.Asking;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The commands that ask something of a running rollout, and take nothing but its name.
abstract sealed class RequestCommand implements Callable<Integer> {
  static final String CODES =
      "%nExit codes: 0 done, 1 refused, 2 wrong command, 3 no answer yet (the command is kept).";

  private final Console console;
  private final String command;
  private final Asking asking;
  @Mixin private final RequestOptions options = new RequestOptions();

  private RequestCommand(Console console, String command, Asking asking) {
    this.console = console;
    this.command = command;
    this.asking = asking;
  }

  @Override
  public Integer call() {
    return new Requesting(console, options).ask(command, asking);
  }

  /// Tells what came of asking.
  ///
  /// @return the exit code
  static int tell(Console console, Layout layout, Outcome outcome) {
    layout.print(console, outcome.tree(), () -> List.of(outcome.sentence()));
    return switch (outcome.kind()) {
      case DONE -> ExitCode.DONE;
      case REFUSED -> ExitCode.REFUSED;
      case KEPT -> ExitCode.UNDECIDED;
    };
  }

  /// `serin pause`.
  @Command(
      name = "pause",
      description = "Hold a rollout where it is: no further step is taken until resume.",
      footer = {
        CODES,
        "",
        "Examples:",
        "  serin pause my-app",
        "  serin pause shop/my-app --context prod --reason 'see incident 42'"
      })
  static final class Pause extends RequestCommand {
    Pause(Console console) {
      super(console, "pause", Asking.pause());
    }
  }

  /// `serin resume`.
  @Command(
      name = "resume",
      description =
          "Undo a pause, repeat an analysis that could not decide, or put a router back that somebody"
              + " else changed.",
      footer = {
        CODES,
        "",
        "Examples:",
        "  serin resume my-app",
        "  serin resume shop/my-app --context prod --reason 'see incident 42'"
      })
  static final class Resume extends RequestCommand {
    Resume(Console console) {
      super(console, "resume", Asking.resume());
    }
  }

  /// `serin retry`.
  @Command(
      name = "retry",
      description = "Begin an aborted update again at its first step.",
      footer = {
        CODES,
        "",
        "Examples:",
        "  serin retry my-app",
        "  serin retry shop/my-app --context prod --reason 'see incident 42'"
      })
  static final class Retry extends RequestCommand {
    Retry(Console console) {
      super(console, "retry", Asking.retry());
    }
  }

  /// `serin skip`.
  @Command(
      name = "skip",
      description = "Go on to the next step, whatever this one waits for.",
      footer = {
        CODES,
        "",
        "Examples:",
        "  serin skip my-app",
        "  serin skip shop/my-app --context prod --reason 'see incident 42'"
      })
  static final class Skip extends RequestCommand {
    Skip(Console console) {
      super(console, "skip", Asking.skip());
    }
  }
}
