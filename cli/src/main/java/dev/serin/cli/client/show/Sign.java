package dev.serin.cli.client.show;

import dev.serin.cli.view.Columns.Cell;
import dev.serin.cli.view.Row;
import org.jline.utils.AttributedStyle;

/// The signs and colours of phases, as Argo's users know them.
final class Sign {
  private Sign() {}

  /// A phase behind its sign.
  static Cell of(String phase) {
    return new Cell(style(phase), phase.isEmpty() ? "" : sign(phase) + " " + phase);
  }

  private static String sign(String phase) {
    return switch (phase) {
      case "Healthy", "Successful" -> "✔";
      case "Degraded", "Failed" -> "✖";
      case "Progressing", "Running", "Pending" -> "◌";
      case "Paused" -> "॥";
      case "Error" -> "⚠";
      default -> "?";
    };
  }

  static AttributedStyle style(String phase) {
    return switch (phase) {
      case "Healthy", "Successful" -> Row.GREEN;
      case "Degraded", "Failed", "Error" -> Row.RED;
      case "Progressing", "Running", "Pending" -> Row.CYAN;
      case "Paused", "Inconclusive" -> Row.YELLOW;
      default -> Row.PLAIN;
    };
  }
}
