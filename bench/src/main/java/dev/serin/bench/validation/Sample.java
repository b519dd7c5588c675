package dev.serin.bench.validation;

import java.util.Arrays;

/// The results of many runs.
final class Sample {
  private final double[] values;
  private int size;

  Sample(int runs) {
    this.values = new double[runs];
  }

  void add(double value) {
    values[size++] = value;
  }

  int size() {
    return size;
  }

  double mean() {
    return Arrays.stream(values, 0, size).sum() / size;
  }

  /// Standard error of the mean.
  double error() {
    double mean = mean();
    double squares =
        Arrays.stream(values, 0, size).map(v -> (v - mean) * (v - mean)).sum() / (size - 1.0);
    return Math.sqrt(squares / size);
  }

  /// The value that a part `rank` of the runs does not exceed.
  double quantile(double rank) {
    double[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    return sorted[Math.clamp((int) Math.ceil(rank * size) - 1, 0, size - 1)];
  }
}
