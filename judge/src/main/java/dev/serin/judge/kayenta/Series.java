package dev.serin.judge.kayenta;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// The values of one metric on one side, in order of time; immutable.
public final class Series {
  private final double[] values;
  private volatile double @Nullable [] sorted;

  private Series(double[] values) {
    this.values = values;
  }

  /// A series of these values; NaN and infinities are allowed.
  public static Series of(double... values) {
    return new Series(values.clone());
  }

  /// How many values there are.
  public int size() {
    return values.length;
  }

  /// The value at an index from 0.
  public double at(int index) {
    return values[index];
  }

  /// A copy of the values.
  public double[] toArray() {
    return values.clone();
  }

  /// Whether there is any value but NaN.
  public boolean hasData() {
    for (double value : values) {
      if (!Double.isNaN(value)) {
        return true;
      }
    }
    return false;
  }

  /// Minimum, maximum, mean and standard deviation; all 0 for an empty series.
  public SeriesSummary summary() {
    if (values.length == 0) {
      return new SeriesSummary(0, 0, 0, 0, 0);
    }
    double mean = mean();
    double least = values[0];
    double greatest = values[0];
    for (double value : values) {
      // Of -0 and 0, which are equal, the later one is told.
      least = least < value ? least : value;
      greatest = greatest > value ? greatest : value;
    }
    return new SeriesSummary(values.length, mean, deviation(mean), least, greatest);
  }

  /// The percentile by linear interpolation between order statistics (R's type 7); NaN when empty.
  ///
  /// @param percent above 0, at most 100
  public double percentile(double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException("percent is " + percent + ": give 0 < percent <= 100");
    }
    int count = values.length;
    if (count < 2) {
      return count == 0 ? Double.NaN : values[0];
    }
    double[] ascending = ascending();
    double position = 1 + percent / 100 * (count - 1);
    if (position >= count) {
      return ascending[count - 1];
    }
    int below = (int) position;
    double lower = ascending[below - 1];
    return lower + (position - below) * (ascending[below] - lower);
  }

  boolean isEmpty() {
    return values.length == 0;
  }

  Series where(DoublePredicate kept) {
    return new Series(Arrays.stream(values).filter(kept).toArray());
  }

  Series map(DoubleUnaryOperator change) {
    return new Series(Arrays.stream(values).map(change).toArray());
  }

  boolean hasNaN() {
    for (double value : values) {
      if (Double.isNaN(value)) {
        return true;
      }
    }
    return false;
  }

  /// Whether both have the same values, in whatever order.
  boolean hasValuesOf(Series other) {
    if (values.length != other.values.length) {
      return false;
    }
    double[] mine = ascending();
    double[] theirs = other.ascending();
    for (int index = 0; index < mine.length; index++) {
      if (mine[index] != theirs[index]) {
        return false;
      }
    }
    return true;
  }

  /// Whether there is one value only, however often; -0 is 0.
  boolean isConstant() {
    for (double value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return values.length > 0;
  }

  /// The least value; of -0 and 0 the one that came first.
  double min() {
    double least = values[0];
    for (double value : values) {
      least = least <= value ? least : value;
    }
    return least;
  }

  /// The greatest value; of -0 and 0 the one that came first.
  double max() {
    double greatest = values[0];
    for (double value : values) {
      greatest = greatest >= value ? greatest : value;
    }
    return greatest;
  }

  /// The mean in two passes, as commons-math 3.6.1 computes it.
  double mean() {
    int count = values.length;
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double first = sum / count;
    double rest = 0;
    for (double value : values) {
      rest += value - first;
    }
    return first + rest / count;
  }

  /// The standard deviation of a sample in two passes, as commons-math 3.6.1 computes it.
  private double deviation(double mean) {
    int count = values.length;
    if (count == 1) {
      return 0;
    }
    double squares = 0;
    double sum = 0;
    for (double value : values) {
      double distance = value - mean;
      squares += distance * distance;
      sum += distance;
    }
    return Math.sqrt((squares - sum * sum / count) / (count - 1));
  }

  /// In the order of `Double.compare`. The array is shared: never to be changed.
  double[] ascending() {
    double[] known = sorted;
    if (known == null) {
      known = values.clone();
      Arrays.sort(known);
      sorted = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Series series && Arrays.equals(values, series.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
