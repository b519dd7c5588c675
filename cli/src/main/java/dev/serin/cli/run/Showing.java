package dev.serin.cli.run;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Output;
import dev.serin.cli.view.Ending;
import dev.serin.cli.view.JsonView;
import dev.serin.cli.view.LiveView;
import dev.serin.cli.view.PlainView;
import dev.serin.cli.view.Relay;
import dev.serin.cli.view.View;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Runs sessions before somebody's eyes, and lets them be interrupted from its opening to [#close].
final class Showing implements AutoCloseable {
  /// Some minutes of looks that nobody reads.
  private static final int ROOM = 1000;

  private static final Duration LAST_PATIENCE = Duration.ofMillis(200);

  private final Console console;
  private final Output output;
  private final AtomicReference<@Nullable Relay> view = new AtomicReference<>();
  private final Interrupts interrupts = Interrupts.listen(this::leave, this::halt);
  private @Nullable Session session;
  private boolean left;

  Showing(Console console, Output output) {
    this.console = console;
    this.output = output;
  }

  /// Runs a session in the view that fits.
  ///
  /// @param welcome said before anything is shown
  Ending show(Session shown, String welcome) {
    try (Relay relay = Relay.to(view(shown), ROOM)) {
      view.set(relay);
      relay.note(welcome);
      begin(shown);
      return shown.run(relay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ending(Ending.Result.UNDECIDED, "interrupted");
    } finally {
      view.set(null);
    }
  }

  /// True when a person left.
  synchronized boolean left() {
    return left;
  }

  /// Says something while nothing is shown.
  void note(String message) {
    try (View plain = plain()) {
      plain.note(message);
    }
  }

  private synchronized void begin(Session shown) {
    session = shown;
    if (left) {
      shown.leave();
    }
  }

  private void leave() {
    Session shown;
    synchronized (this) {
      left = true;
      shown = session;
    }
    if (shown != null) {
      shown.leave();
    }
  }

  private View view(Session shown) {
    if (output == Output.TEXT && console.terminal()) {
      try {
        return LiveView.open(
            console.colour(),
            new LiveView.Asked(command -> shown.request(command), interrupts::hit));
      } catch (IOException e) {
        console.err().println("no live view: " + e.getMessage());
      }
    }
    return plain();
  }

  private View plain() {
    return output == Output.JSON
        ? new JsonView(console.out(), InstantSource.system())
        : new PlainView(console.out());
  }

  /// Leaves at once. A view that is stuck in a write is not waited for.
  private void halt() {
    Relay relay = view.get();
    if (relay != null) {
      Thread closing = Thread.ofPlatform().daemon().start(relay::cut);
      try {
        closing.join(LAST_PATIENCE);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
  }

  @Override
  public void close() {
    interrupts.close();
  }
}
