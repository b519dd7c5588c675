package dev.serin.bench.validation;

import java.util.Arrays;

/// Buckets of latencies, in seconds.
final class Histogram {
  /// The classic buckets of Prometheus' client libraries.
  static final Histogram CLASSIC =
      new Histogram(0, .005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10);

  /// Buckets that are a tenth wider each.
  static final Histogram TENTH = growing(1.1);

  /// Fine enough to take the least possible number of requests from.
  static final Histogram FINE = growing(1.01);

  private final double[] lower;

  private Histogram(double... lower) {
    this.lower = lower;
  }

  private static Histogram growing(double factor) {
    int size = 2 + (int) (Math.log(10_000) / Math.log(factor));
    double[] lower = new double[size];
    for (int i = 1; i < size; i++) {
      lower[i] = 0.001 * Math.pow(factor, i - 1.0);
    }
    return new Histogram(lower);
  }

  int size() {
    return lower.length;
  }

  /// Counts of `requests` latencies.
  long[] counts(Latency latency, int requests, Draws draws) {
    long[] counts = new long[lower.length];
    for (int i = 0; i < requests; i++) {
      counts[bucketOf(latency.draw(draws))]++;
    }
    return counts;
  }

  private int bucketOf(double value) {
    int found = Arrays.binarySearch(lower, value);
    return found >= 0 ? found : -found - 2;
  }

  /// The chance of each bucket.
  double[] chances(Latency latency) {
    double[] chances = new double[lower.length];
    double before = 0;
    for (int i = 0; i < lower.length; i++) {
      double until = i + 1 < lower.length ? latency.below(lower[i + 1]) : 1;
      chances[i] = until - before;
      before = until;
    }
    return chances;
  }
}
