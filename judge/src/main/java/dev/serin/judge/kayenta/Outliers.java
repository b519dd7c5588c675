package dev.serin.judge.kayenta;

/// Finds outliers by fences around the middle half of a series, but never more than the outermost
/// percent on each side.
///
/// @param factor how many widths of the middle half the fences stand away; above 0
public record Outliers(double factor) {
  /// Checks the factor.
  public Outliers {
    if (!(factor > 0)) {
      throw new IllegalArgumentException("factor is " + factor + ": give more than 0");
    }
  }

  /// The range beyond which values are outliers.
  public record Fences(double lower, double upper) {
    /// Whether a value lies beyond them.
    public boolean exclude(double value) {
      return value > upper || value < lower;
    }
  }

  /// The fences for a series; NaN, which exclude nothing, for an empty one.
  public Fences fences(Series series) {
    double first = series.percentile(25);
    double third = series.percentile(75);
    double reach = factor * (third - first);
    return new Fences(
        Math.min(series.percentile(1), first - reach),
        Math.max(series.percentile(99), third + reach));
  }

  Series removedFrom(Series series) {
    Fences fences = fences(series);
    return series.where(value -> !fences.exclude(value));
  }
}
