package dev.serin.core.traffic;

/// A test of one piece of text, such as a header's value.
public sealed interface TextMatch {
  /// The text itself.
  String text();

  /// Equal to the text.
  record Exact(String text) implements TextMatch {}

  /// Starts with the text.
  record Prefix(String text) implements TextMatch {}

  /// Matches the regular expression as a whole (RE2 syntax).
  record Regex(String text) implements TextMatch {}
}
