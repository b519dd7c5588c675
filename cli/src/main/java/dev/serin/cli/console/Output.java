package dev.serin.cli.console;

/// How a command writes its result.
public enum Output {
  /// For people.
  TEXT,
  /// One JSON object a line, for scripts.
  JSON
}
