package dev.serin.cli.client.show;

import dev.serin.cli.client.Seen;
import dev.serin.cli.console.Console;
import dev.serin.cli.view.Columns;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The whole tree again at each change, for pipes.
public final class TreeSight implements Sight {
  private final Console console;
  private @Nullable Seen last;

  /// Trees on the console's output.
  public TreeSight(Console console) {
    this.console = console;
  }

  @Override
  public void rollout(Seen rollout) {
    if (rollout.equals(last)) {
      return;
    }
    if (last != null) {
      console.out().println();
    }
    last = rollout;
    Columns.painted(console.colour(), Tree.of(rollout, Instant.now()))
        .forEach(console.out()::println);
    console.out().flush();
  }

  @Override
  public void transition(Seen transition) {
    // The tree shows where it led to.
  }

  @Override
  public void signals(Seen signals) {
    // The tree has no place for them.
  }

  @Override
  public void note(String message) {
    if (!message.isEmpty()) {
      console.fail(message);
    }
  }

  @Override
  public void close() {
    console.out().flush();
  }
}
