package dev.serin.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// The Markdown that a benchmark prints: tables, and which gates failed.
public final class Report {
  private final PrintStream out;
  private final List<String> failed = new ArrayList<>();
  private int gates;

  /// A report without a line.
  public Report(PrintStream out) {
    this.out = out;
  }

  /// A heading of the third level.
  public void title(String text) {
    out.printf("%n### %s%n%n", text);
  }

  /// A paragraph.
  public void say(String text) {
    out.println();
    out.println(text);
    out.println();
  }

  /// The head of a table.
  public void columns(String... names) {
    row(names);
    out.println("|---".repeat(names.length) + "|");
  }

  /// A line of a table.
  public void row(String... cells) {
    out.println("| " + String.join(" | ", cells) + " |");
    out.flush();
  }

  /// Notes whether `measured` is at most `most`, and tells it for a cell of a table.
  public String atMost(String what, double measured, double most) {
    return gate(what, measured <= most, "%.4g over %.4g".formatted(measured, most));
  }

  /// Notes whether `measured` is at least `least`, and tells it for a cell of a table.
  public String atLeast(String what, double measured, double least) {
    return gate(what, measured >= least, "%.4g under %.4g".formatted(measured, least));
  }

  private String gate(String what, boolean passed, String why) {
    gates++;
    if (!passed) {
      failed.add(what + ": " + why);
    }
    return passed ? "pass" : "**fail**";
  }

  /// Tells all that failed.
  ///
  /// @return true when none did
  public boolean close() {
    out.printf("%n%d of %d gates passed.%n", gates - failed.size(), gates);
    failed.forEach(line -> out.println("- failed: " + line));
    return failed.isEmpty();
  }

  /// A share in percent, with two decimals.
  public static String percent(double value) {
    return "%.2f %%".formatted(100 * value);
  }

  /// Three digits, or all in front of the point.
  public static String round(double value) {
    return Math.abs(value) >= 100 ? "%.0f".formatted(value) : "%.3g".formatted(value);
  }
}
