package dev.serin.judge.sequential;

/// Where a value lies.
///
/// @param lower may be -infinity
/// @param upper at least `lower`; may be infinite
public record Interval(double lower, double upper) {
  /// @throws IllegalArgumentException when `upper` is below `lower` or one is no number
  public Interval {
    if (!(lower <= upper)) {
      throw new IllegalArgumentException(
          "an interval must not end before it begins, but goes from " + lower + " to " + upper);
    }
  }

  /// True when `value` lies in the interval.
  public boolean contains(double value) {
    return value >= lower && value <= upper;
  }
}
