package dev.serin.judge.planning;

/// Where worse begins: at `ratio` times the baseline's rate plus `difference`.
///
/// @param ratio at least 0; 1.1 tolerates a tenth more failures than the baseline's
/// @param difference in failures per request, between -1 and 1; 0.001 tolerates one more in 1000
public record Boundary(double ratio, double difference) {
  /// Any harm counts.
  public static final Boundary EQUAL = new Boundary(1, 0);

  /// @throws IllegalArgumentException when a number is outside of its range
  public Boundary {
    if (!(ratio >= 0 && ratio < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a margin's ratio must be at least 0 but is " + ratio);
    }
    if (!(difference > -1 && difference < 1)) {
      throw new IllegalArgumentException(
          "a margin's difference must be between -1 and 1 but is " + difference);
    }
  }

  /// The canary's rate that just counts as worse.
  double at(double baselineRate) {
    return ratio * baselineRate + difference;
  }
}
