package dev.serin.bench.http;

import java.util.Arrays;

/// The middle of some figures, and the two between which half of them lie.
public record Spread(double low, double median, double high) {
  /// Of some figures.
  public static Spread of(double... figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return new Spread(quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75));
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /// The median, and the quartiles in brackets.
  @Override
  public String toString() {
    return "%s [%s, %s]".formatted(round(median), round(low), round(high));
  }

  /// Three digits, or all in front of the point.
  public static String round(double value) {
    return Math.abs(value) >= 100 ? "%.0f".formatted(value) : "%.3g".formatted(value);
  }
}
