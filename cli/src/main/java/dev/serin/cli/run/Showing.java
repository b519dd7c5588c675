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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs sessions before somebody's eyes, and lets them be interrupted from its opening to [#close].
final class Showing implements AutoCloseable {
  /// Some minutes of looks that nobody reads.
  private static final int ROOM = 1000;

  private static final Duration LAST_PATIENCE = Duration.ofMillis(200);

  private final Console console;
  private final Output output;
  private final boolean plainly;
  private final List<Relay> views = new CopyOnWriteArrayList<>();
  private final Interrupts interrupts = Interrupts.listen(this::leave, this::halt);
  private List<Session> sessions = List.of();
  private boolean left;

  /// Nothing is shown yet.
  ///
  /// @param plainly true when others write to the standard output too, so that nothing may be drawn
  Showing(Console console, Output output, boolean plainly) {
    this.console = console;
    this.output = output;
    this.plainly = plainly;
  }

  /// A session that is to be shown.
  ///
  /// @param name of its rollout
  /// @param welcome said before anything is shown
  record Act(String name, Session session, String welcome) {}

  /// Runs sessions at once until all have ended, each line under the name of its rollout when there
  /// are several.
  List<Ending> showAll(List<Act> acts) {
    if (acts.size() == 1) {
      return List.of(show(acts.getFirst().session(), acts.getFirst().welcome()));
    }
    begin(acts.stream().map(Act::session).toList());
    int width = acts.stream().mapToInt(act -> act.name().length()).max().orElse(0);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Ending>> endings = new ArrayList<>();
      for (Act act : acts) {
        String prefix = act.name() + " ".repeat(width - act.name().length()) + " | ";
        endings.add(threads.submit(() -> play(act.session(), act.welcome(), plain(prefix))));
      }
      return endings.stream().map(Showing::ending).toList();
    }
  }

  private static Ending ending(Future<Ending> session) {
    try {
      return session.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ending(Ending.Result.UNDECIDED, "interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /// Runs a session in the view that fits.
  ///
  /// @param welcome said before anything is shown
  Ending show(Session shown, String welcome) {
    begin(List.of(shown));
    return play(shown, welcome, view(shown));
  }

  private Ending play(Session shown, String welcome, View view) {
    Relay relay = Relay.to(view, ROOM);
    views.add(relay);
    try (relay) {
      relay.note(welcome);
      return shown.run(relay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ending(Ending.Result.UNDECIDED, "interrupted");
    } finally {
      views.remove(relay);
    }
  }

  /// True when a person left.
  synchronized boolean left() {
    return left;
  }

  /// Says something while nothing is shown.
  void note(String message) {
    try (View plain = plain("")) {
      plain.note(message);
    }
  }

  private synchronized void begin(List<Session> shown) {
    sessions = shown;
    if (left) {
      shown.forEach(Session::leave);
    }
  }

  private void leave() {
    List<Session> shown;
    synchronized (this) {
      left = true;
      shown = sessions;
    }
    shown.forEach(Session::leave);
  }

  private View view(Session shown) {
    if (output == Output.TEXT && console.terminal() && !plainly) {
      try {
        return LiveView.open(
            console.colour(),
            new LiveView.Asked(command -> shown.request(command), interrupts::hit));
      } catch (IOException e) {
        console.err().println("no live view: " + e.getMessage());
      }
    }
    return plain("");
  }

  private View plain(String prefix) {
    return output == Output.JSON
        ? new JsonView(console.out(), InstantSource.system())
        : new PlainView(console.out(), prefix);
  }

  /// Leaves at once. A view that is stuck in a write is not waited for.
  private void halt() {
    Thread closing = Thread.ofPlatform().daemon().start(() -> views.forEach(Relay::cut));
    try {
      closing.join(LAST_PATIENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
  }

  @Override
  public void close() {
    interrupts.close();
  }
}
