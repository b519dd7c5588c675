package dev.serin.manifest.condition;

/// What is wrong with a condition or its evaluation. It never leaves this package: the edge turns
/// it into an assessment or a [ConditionError].
final class ConditionFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int at;

  /// @param at where in the text, counted in characters from 0
  /// @param message what is wrong, in expr-lang's words where it has some
  ConditionFault(int at, String message) {
    super(message, null, false, false);
    this.at = at;
  }

  /// A fault of the evaluation, which has no place.
  ConditionFault(String message) {
    this(0, message);
  }

  int at() {
    return at;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
