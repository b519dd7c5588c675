package dev.serin.server.logs;

import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/// Lines such as `2026-01-02T03:04:05.678Z WARNING dev.serin.notifications: ...`.
final class TextLines extends Formatter {
  @Override
  public String format(LogRecord line) {
    Throwable thrown = line.getThrown();
    return "%s %s %s: %s%n%s"
        .formatted(
            line.getInstant(),
            line.getLevel().getName(),
            line.getLoggerName(),
            oneLine(formatMessage(line)),
            thrown == null ? "" : trace(thrown));
  }

  /// What comes from outside must not look like a line of its own.
  static String oneLine(String message) {
    return message.replace("\r", "\\r").replace("\n", "\\n");
  }

  static String trace(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    String cause = "";
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      text.append(cause).append(at).append('\n');
      cause = "Caused by: ";
      for (StackTraceElement frame : at.getStackTrace()) {
        text.append("\tat ").append(frame).append('\n');
      }
    }
    return text.toString();
  }
}
