package dev.serin.providers.comparison;

import dev.serin.judge.Served;
import java.util.Map;
import java.util.Optional;

/// How counters become what a side served.
interface Shape {
  /// The query without whose numbers nothing can be said of a side.
  Part leading();

  /// Why the answers can not be compared, with what would help; empty when they can.
  Optional<String> problem(Answers answers);

  /// How the counters are divided. Numbers of two layouts can not be added.
  String layout(Answers answers);

  /// Why the increases can not be those of such counters, with what would help; empty when they
  /// can.
  Optional<String> problem(Population population, Map<Question, Growth> growths);

  /// What a side served.
  ///
  /// @param growths of all questions
  /// @param pending what was not counted yet, being less than one; it is changed
  Served served(Population population, Map<Question, Growth> growths, Map<String, Double> pending);
}
