package dev.serin.manifest.rule;

import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;

/// An error of Argo's controller about one field, still without its text.
///
/// @param at where it is reported
/// @param field the field's path in Argo's message
record Claim(Problems problems, Value at, String field) {

  /// An error about the value of a field of a rollout's spec, whose path Argo writes without the
  /// name of the strategy.
  static Claim spec(Problems problems, Value at) {
    String path =
        at.path()
            .replace("spec.strategy.canary.", "spec.strategy.")
            .replace("spec.strategy.blueGreen.", "spec.strategy.");
    return new Claim(problems, at, path);
  }

  /// An error about a reference, whose path Argo writes in full.
  static Claim reference(Problems problems, Value at) {
    return new Claim(problems, at, at.path());
  }

  Claim as(String otherField) {
    return new Claim(problems, at, otherField);
  }

  /// The field's value is wrong.
  ///
  /// @param shown the value as Go prints it
  void invalid(String shown, String detail, String fix) {
    report("invalid-value", "Invalid value: " + shown + ": " + detail, fix);
  }

  /// The field is missing.
  void required(String detail, String fix) {
    report("missing-field", "Required value" + (detail.isEmpty() ? "" : ": " + detail), fix);
  }

  /// The field does not fit others.
  void internal(String detail, String fix) {
    report("invalid-value", "Internal error: " + detail, fix);
  }

  private void report(String id, String text, String fix) {
    problems.error(id, at, field + ": " + text, fix);
  }

  /// `text` in quotes.
  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }
}
