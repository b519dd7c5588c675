package dev.serin.manifest.condition;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;

/// Expressions of a time in expr-lang, such as `now() - duration("5m")`.
public final class ExprTimes {
  private ExprTimes() {}

  /// The instant that an expression stands for.
  ///
  /// @param now what `now()` tells
  /// @throws IllegalArgumentException when it is no expression of a time; the message says why
  public static Instant instant(String expression, Instant now) {
    try {
      Node root = Parsing.parse(expression);
      Typing.of(root, Type.Simple.UNKNOWN);
      Object value = new Evaluation(new Run(InstantSource.fixed(now)), null).value(root);
      if (value instanceof ZonedDateTime time) {
        return time.toInstant();
      }
      throw new IllegalArgumentException("expected a time, but got " + GoText.typeName(value));
    } catch (ConditionFault e) {
      throw new IllegalArgumentException(e.text(), e);
    }
  }
}
