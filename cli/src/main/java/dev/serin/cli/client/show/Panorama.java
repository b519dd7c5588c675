package dev.serin.cli.client.show;

import dev.serin.cli.client.Seen;
import dev.serin.cli.view.Columns;
import dev.serin.cli.view.Columns.Cell;
import dev.serin.cli.view.Figures;
import dev.serin.cli.view.Row;
import dev.serin.cli.view.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/// The live picture of a rollout on a terminal: its header, its steps, what users get, its tree and
/// what happened last.
///
/// @param log the last transitions, oldest first
record Panorama(Seen rollout, Seen signals, List<Seen> log, String note) {
  static final String KEYS =
      "keys: p promote  P promote --full  space pause/resume  s skip  r retry  a abort  q quit";

  private static final int LADDER = 9;

  Panorama {
    log = List.copyOf(log);
  }

  /// The picture in at most so many columns and lines.
  List<AttributedString> draw(int width, int height, Instant now) {
    Seen shown = rollout;
    List<AttributedString> lines = new ArrayList<>();
    for (Row row : title(now)) {
      lines.add(row.line(width));
    }
    lines.add(Row.EMPTY);
    lines.addAll(ladder());
    lines.addAll(populations());
    lines.add(Row.EMPTY);
    List<AttributedString> tree = Tree.of(shown, now);
    lines.addAll(tree.subList(tree.indexOf(Row.EMPTY) + 1, tree.size()));
    lines.add(Row.EMPTY);
    List<AttributedString> footer = footer(width);
    int room = height - lines.size() - footer.size();
    Journal journal = Journal.timed(ZoneId.systemDefault());
    List<AttributedString> told = journal.lines(log);
    if (room > 0) {
      lines.addAll(told.subList(Math.max(0, told.size() - room), told.size()));
    }
    int most = Math.max(0, height - footer.size());
    List<AttributedString> fitting =
        new ArrayList<>(lines.subList(0, Math.min(lines.size(), most)));
    fitting.addAll(footer);
    return fitting.stream().map(line -> cut(line, width)).toList();
  }

  private List<Row> title(Instant now) {
    Cell phase = Sign.of(rollout.text("phase"));
    String wanted = Told.percent(rollout.number("weight"));
    String actual = Told.percent(rollout.number("effectiveWeight"));
    String share =
        wanted.equals(actual) || actual.equals("-") ? wanted + "%" : actual + "% → " + wanted + "%";
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row()
            .add(Row.BOLD, rollout.text("namespace") + "/" + rollout.text("name"))
            .add("  ")
            .add(phase.style(), phase.text())
            .add("  ")
            .add(rollout.text("stable", "-") + " → " + rollout.text("desired", "-"))
            .add("  weight ")
            .add(Row.BOLD, share));
    rows.add(new Row().add(Row.FAINT, rollout.text("message")));
    String waiting = Told.waiting(rollout, now);
    if (!waiting.isEmpty()) {
      rows.add(new Row().add("waits for ").add(Row.YELLOW, waiting));
    }
    return rows;
  }

  private List<AttributedString> ladder() {
    List<Seen> steps = rollout.parts("steps");
    int at = Math.toIntExact(rollout.part("step").map(step -> step.count("index")).orElse(0L));
    int first = Math.clamp(at - LADDER / 2L, 0, Math.max(0, steps.size() - LADDER));
    return steps.subList(first, Math.min(steps.size(), first + LADDER)).stream()
        .map(Panorama::step)
        .toList();
  }

  private static AttributedString step(Seen step) {
    String state = step.text("state");
    AttributedStyle style =
        switch (state) {
          case "done" -> Row.GREEN;
          case "current" -> Row.CYAN;
          default -> Row.FAINT;
        };
    String sign =
        switch (state) {
          case "done" -> "✔";
          case "current" -> "▶";
          default -> "·";
        };
    return new Row()
        .add("  ")
        .add(style, sign + " " + (step.count("index") + 1) + " " + step.text("text"))
        .line();
  }

  private List<AttributedString> populations() {
    List<Seen> populations = signals.parts("populations");
    if (populations.isEmpty()) {
      return List.of();
    }
    Columns columns = new Columns("", "REQ/S", "ERRORS", "P50", "P99", "IN FLIGHT");
    for (Seen population : populations) {
      Seen latency = population.part("latency").orElse(Seen.NOTHING);
      columns.add(
          Cell.of("  " + population.text("role") + " " + population.text("revision")),
          Cell.of(number("%.1f", population.number("rps"))),
          new Cell(
              population.number("errorRate") > 0 ? Row.RED : Row.PLAIN,
              Figures.share(population.number("errorRate"))),
          Cell.of(millis(latency.number("p50"))),
          Cell.of(millis(latency.number("p99"))),
          Cell.of(String.valueOf(population.count("inFlight"))));
    }
    List<AttributedString> lines = new ArrayList<>();
    lines.add(Row.EMPTY);
    lines.addAll(columns.lines());
    return lines;
  }

  private static String number(String format, double number) {
    return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, format, number);
  }

  private static String millis(double millis) {
    return Double.isNaN(millis) ? "-" : Figures.latency(Duration.ofNanos(Math.round(millis * 1e6)));
  }

  private List<AttributedString> footer(int width) {
    List<AttributedString> lines = new ArrayList<>();
    if (!note.isEmpty()) {
      Words.wrap(note, Math.max(10, width - 1), 3)
          .forEach(line -> lines.add(new Row().add(Row.BOLD, line).line()));
    }
    lines.add(new Row().add(Row.FAINT, KEYS).line());
    return lines;
  }

  private static AttributedString cut(AttributedString line, int width) {
    return line.columnLength() <= width ? line : line.columnSubSequence(0, width);
  }
}
