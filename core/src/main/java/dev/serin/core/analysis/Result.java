package dev.serin.core.analysis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a provider read, before a condition judges it. Its kind decides how a condition is typed.
public sealed interface Result {
  /// One number.
  record Scalar(double value) implements Result {}

  /// A list of numbers, one for each series or point.
  record Vector(List<Double> values) implements Result {
    /// Copies its list.
    public Vector {
      values = List.copyOf(values);
    }
  }

  /// A decoded JSON document: maps, lists, strings, doubles, booleans and null.
  record Json(@Nullable Object document) implements Result {}

  /// One whole number, such as a job's exit status.
  record Whole(long value) implements Result {}

  /// Named series of numbers, as CloudWatch answers.
  record NamedSeries(List<Series> all) implements Result {
    /// Copies its list.
    public NamedSeries {
      all = List.copyOf(all);
    }
  }

  /// One of several series of a result; a condition reads its parts as `Id`, `Label`, `StatusCode`
  /// and `Values`.
  ///
  /// @param id the query's name
  /// @param label what the provider calls the series
  /// @param statusCode whether it is complete, in the provider's word
  /// @param values newest first
  record Series(String id, String label, String statusCode, List<Double> values) {
    /// Copies its list.
    public Series {
      values = List.copyOf(values);
    }
  }

  /// Text that is not JSON.
  record Text(String value) implements Result {}

  /// No value.
  record Nothing() implements Result {}
}
