package dev.serin.manifest.condition;

import java.time.Instant;
import java.time.ZonedDateTime;

/// Expressions that stand for a time, such as `now() - duration("5m")`, in the language of
/// conditions.
public final class TimeExpression {
  private TimeExpression() {}

  /// The time that an expression stands for.
  ///
  /// @param now what `now()` tells
  /// @throws IllegalArgumentException when it stands for no time; the message says why
  public static Instant evaluate(String expression, Instant now) {
    try {
      Node root = Parsing.parse(expression);
      Typing.of(root, Type.Simple.UNKNOWN);
      Object value = new Evaluation(new Run(() -> now), null).value(Folding.fold(root));
      if (value instanceof ZonedDateTime time) {
        return time.toInstant();
      }
      throw new ConditionFault("expected a time, but got " + GoText.typeName(value));
    } catch (ConditionFault fault) {
      throw new IllegalArgumentException(fault.text(), fault);
    }
  }
}
