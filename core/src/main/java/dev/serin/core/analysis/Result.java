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

  /// Text that is not JSON.
  record Text(String value) implements Result {}

  /// No value.
  record Nothing() implements Result {}
}
