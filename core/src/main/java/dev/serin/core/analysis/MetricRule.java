package dev.serin.core.analysis;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A rule for the metrics whose name holds a match of a regular expression.
public sealed interface MetricRule {
  /// A regular expression (Go's syntax), searched anywhere in the name.
  String metricName();

  /// Why the expression can not be searched for; empty when it can.
  default Optional<String> error() {
    return switch (NamePattern.of(metricName())) {
      case Checked.Valid<NamePattern> _ -> Optional.empty();
      case Checked.Invalid<NamePattern>(String why) -> Optional.of(why);
    };
  }

  /// Their results are shown but do not count.
  record DryRun(String metricName) implements MetricRule {}

  /// So many of their measurements are kept.
  ///
  /// @param limit 10 when null, or not above 0
  record Retention(String metricName, @Nullable Integer limit) implements MetricRule {}
}
