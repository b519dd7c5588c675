package dev.serin.cli.run;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Output;
import dev.serin.cli.view.Ending;
import dev.serin.cli.view.JsonView;
import dev.serin.cli.view.LiveView;
import dev.serin.cli.view.PlainView;
import dev.serin.cli.view.View;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Runs sessions before somebody's eyes, and lets them be interrupted.
final class Showing {
  private final Console console;
  private final Output output;

  Showing(Console console, Output output) {
    this.console = console;
    this.output = output;
  }

  /// Runs a session in the view that fits.
  ///
  /// @param welcome said before anything is shown
  Ending show(Session session, String welcome) {
    AtomicReference<@Nullable View> open = new AtomicReference<>();
    try (Interrupts interrupts = Interrupts.listen(session::leave, () -> halt(open.get()));
        View view = view(session, interrupts)) {
      open.set(view);
      view.note(welcome);
      return session.run(view);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ending(Ending.Result.UNDECIDED, "interrupted");
    }
  }

  private View view(Session session, Interrupts interrupts) {
    if (output == Output.JSON) {
      return new JsonView(console.out(), InstantSource.system());
    }
    if (console.terminal()) {
      try {
        return LiveView.open(
            console.colour(), new LiveView.Asked(session::request, interrupts::hit));
      } catch (IOException e) {
        console.err().println("no live view: " + e.getMessage());
      }
    }
    return new PlainView(console.out());
  }

  private static void halt(@Nullable View view) {
    if (view != null) {
      view.close();
    }
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
  }
}
