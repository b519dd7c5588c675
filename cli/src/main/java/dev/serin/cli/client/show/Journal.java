package dev.serin.cli.client.show;

import dev.serin.cli.client.Seen;
import dev.serin.cli.view.Row;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;

/// What happened to a rollout, one transition a line: when, what, who, why.
public final class Journal {
  private final DateTimeFormatter clock;

  private Journal(DateTimeFormatter clock) {
    this.clock = clock;
  }

  /// Lines that begin with the day and the time.
  public static Journal dated(ZoneId zone) {
    return new Journal(
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone));
  }

  /// Lines that begin with the time of day.
  public static Journal timed(ZoneId zone) {
    return new Journal(DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone));
  }

  /// A line for each transition.
  ///
  /// @param transitions oldest first
  public List<AttributedString> lines(List<Seen> transitions) {
    return transitions.stream().map(this::line).toList();
  }

  /// A time as its lines begin with.
  String at(Instant time) {
    return clock.format(time);
  }

  /// What happened, or what was asked and what came of it.
  private static String what(Seen entry) {
    String asked = entry.text("command", entry.text("action"));
    String state = entry.text("state", entry.text("outcome"));
    String message = entry.text("message", entry.text("reason"));
    return asked.isEmpty()
        ? message
        : asked + " " + state + (message.isEmpty() ? "" : ": " + message);
  }

  /// One transition, or one command.
  public AttributedString line(Seen transition) {
    String at = at(transition.time("at").orElse(Instant.EPOCH));
    Row row = new Row().add(Row.FAINT, at).add(" ");
    row.add(what(transition));
    if (!transition.text("by").isEmpty()) {
      row.add(Row.CYAN, "  by " + transition.text("by"));
    }
    if (!transition.text("why").isEmpty()) {
      row.add(Row.CYAN, ": " + transition.text("why"));
    }
    return row.line();
  }
}
