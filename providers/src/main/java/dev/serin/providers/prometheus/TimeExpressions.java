package dev.serin.providers.prometheus;

import java.time.Instant;

/// Evaluates the `start` and the `end` of a range query, such as `now() - duration("5m")`.
@FunctionalInterface
public interface TimeExpressions {
  /// The instant that an expression stands for.
  ///
  /// @param expression in the language of conditions
  /// @param now what `now()` stands for
  /// @throws IllegalArgumentException when it is no expression of a time; the message says why
  Instant evaluate(String expression, Instant now);
}
