package dev.serin.cli.client.show;

import dev.serin.cli.client.Seen;
import dev.serin.cli.client.Settling;
import dev.serin.cli.console.Console;
import dev.serin.cli.view.Columns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// One line for each change, for logs and pipes.
public final class LineSight implements Sight {
  private final Console console;
  private final Journal journal = Journal.dated(ZoneOffset.UTC);
  private String last = "";

  /// Lines on the console's output.
  public LineSight(Console console) {
    this.console = console;
  }

  @Override
  public void rollout(Seen rollout) {
    String line =
        Settling.line(rollout) + " - weight " + Told.percent(rollout.number("weight")) + "%";
    if (!line.equals(last)) {
      say(journal.at(rollout.time("updatedAt").orElseGet(Instant::now)) + " " + line);
      last = line;
    }
  }

  @Override
  public void transition(Seen transition) {
    Columns.painted(console.colour(), List.of(journal.line(transition))).forEach(this::say);
  }

  @Override
  public void signals(Seen signals) {
    // They change all the time, and would fill a log.
  }

  @Override
  public void note(String message) {
    if (!message.isEmpty()) {
      console.fail(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + message);
    }
  }

  @Override
  public void close() {
    console.out().flush();
  }

  private void say(String line) {
    console.out().println(line);
    console.out().flush();
  }
}
