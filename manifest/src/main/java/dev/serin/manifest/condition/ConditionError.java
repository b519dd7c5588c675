package dev.serin.manifest.condition;

/// What is wrong with a condition, and where in its text.
///
/// @param message what is wrong, in expr-lang's words
/// @param line from 1
/// @param column from 1, in characters
public record ConditionError(String message, int line, int column) {
  static ConditionError of(String text, ConditionFault fault) {
    String before = text.substring(0, Math.clamp(fault.at(), 0, text.length()));
    int line = Math.toIntExact(before.chars().filter(c -> c == '\n').count()) + 1;
    return new ConditionError(fault.text(), line, before.length() - before.lastIndexOf('\n'));
  }
}
