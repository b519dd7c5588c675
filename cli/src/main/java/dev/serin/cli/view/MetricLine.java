package dev.serin.cli.view;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.AnalysisRun;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/// What one metric of an analysis has come to.
///
/// @param value what was measured last; empty before
/// @param tally its measurements and limits in a few words
/// @param message what went wrong last; empty when nothing did
record MetricLine(String name, AnalysisPhase phase, String value, String tally, String message) {
  /// The metrics of the runs, oldest first.
  static List<MetricLine> of(List<AnalysisRun> runs) {
    return List.of();
  }

  AttributedString line(int width) {
    Row row =
        new Row()
            .add("  ")
            .add(style(), sign())
            .add(" ")
            .left(Row.PLAIN, Words.plain(name), Math.clamp(width / 4L, 16, 28))
            .add(" ")
            .right(Row.BOLD, Words.plain(value), 12)
            .add("  ")
            .add(Row.FAINT, tally);
    return row.add(message.isEmpty() ? "" : "  " + Words.plain(message)).line(width);
  }

  private String sign() {
    return switch (phase) {
      case PENDING -> "·";
      case RUNNING -> "◌";
      case SUCCESSFUL -> "✔";
      case FAILED -> "✖";
      case ERROR -> "⚠";
      case INCONCLUSIVE -> "?";
    };
  }

  private AttributedStyle style() {
    return switch (phase) {
      case PENDING, RUNNING -> Row.CYAN;
      case SUCCESSFUL -> Row.GREEN;
      case FAILED, ERROR -> Row.RED;
      case INCONCLUSIVE -> Row.YELLOW;
    };
  }
}
