package dev.serin.bench.gateway;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// The Markdown that a run prints: tables, and which targets were missed.
final class Report {
  private final PrintStream out;
  private final List<String> missed = new ArrayList<>();
  private int targets;

  Report(PrintStream out) {
    this.out = out;
  }

  void title(String text) {
    out.printf("%n### %s%n%n", text);
  }

  void say(String text) {
    out.println(text);
    out.println();
  }

  void columns(String... names) {
    row(names);
    out.println("|---".repeat(names.length) + "|");
  }

  void row(String... cells) {
    out.println("| " + String.join(" | ", cells) + " |");
    out.flush();
  }

  /// Notes whether `measured` is at most `most`.
  void atMost(String what, double measured, double most) {
    target(what, measured <= most, "%.3g, at most %.3g".formatted(measured, most));
  }

  void atLeast(String what, double measured, double least) {
    target(what, measured >= least, "%.3g, at least %.3g".formatted(measured, least));
  }

  private void target(String what, boolean met, String figures) {
    targets++;
    if (!met) {
      missed.add(what + ": " + figures);
    }
  }

  /// Tells all that was missed.
  ///
  /// @return true when nothing was
  boolean close() {
    out.printf("%n%d of %d targets met.%n", targets - missed.size(), targets);
    missed.forEach(line -> out.println("- missed: " + line));
    return missed.isEmpty();
  }
}
