package dev.serin.core.analysis;

import org.jspecify.annotations.Nullable;

/// A rule for the metrics whose name holds a match of a regular expression.
public sealed interface MetricRule {
  /// A regular expression (Go's syntax), searched anywhere in the name.
  String metricName();

  /// Their results are shown but do not count.
  record DryRun(String metricName) implements MetricRule {}

  /// So many of their measurements are kept.
  ///
  /// @param limit 10 when null, or not above 0
  record Retention(String metricName, @Nullable Integer limit) implements MetricRule {}
}
