package dev.serin.judge.kayenta;

import java.util.Arrays;

/// The rank sum of one sample among another, for any shift of the first (Wilcoxon 1945; Mann and
/// Whitney 1947), with the correction for ties.
///
/// Both samples are sorted once. A shift keeps the order of the first sample, so each of its points
/// is found among the second's from where it stood at the shift before; the points' neighbours tell
/// how far they have moved. Root finding makes ever smaller steps, after which hardly any point has
/// to move. Ranks are multiples of 1/2 and counts are whole, so that no rounding depends on the
/// order of work.
final class RankSum {
  private static final long POSITIVE_INFINITY = key(Double.POSITIVE_INFINITY);

  private final double[] points;
  private final long[] others;
  private final long[] othersBelow;
  private final long othersTies;
  private final int[] places;
  private final int otherCount;

  private long twiceAbove;
  private long ties;

  /// @param sample that is shifted; not empty, without NaN
  /// @param among that stays; not empty, without NaN
  RankSum(Series sample, Series among) {
    this.points = sample.ascending();
    this.otherCount = among.size();
    long[] keys = keys(among.ascending());
    this.others = Arrays.stream(keys).distinct().toArray();
    this.othersBelow = new long[others.length + 1];
    int place = -1;
    for (int index = 0; index < keys.length; index++) {
      place += place < 0 || others[place] != keys[index] ? 1 : 0;
      othersBelow[place + 1] = index + 1L;
    }
    long sum = 0;
    for (int group = 0; group < others.length; group++) {
      sum += cubed(othersBelow[group + 1] - othersBelow[group]);
    }
    this.othersTies = sum;
    this.places = new int[points.length];
  }

  /// The sum of the average ranks of the sample, shifted down, in the pool of both.
  double ranks(double shift) {
    count(shift);
    return points.length * (points.length + 1L) / 2.0 + twiceAbove / 2.0;
  }

  /// The standardised rank sum, with the correction for continuity; falls in steps as the shift
  /// rises.
  ///
  /// @return NaN when all points are tied
  double standardised(double shift) {
    count(shift);
    double size = points.length;
    double other = otherCount;
    double distance = (twiceAbove - (long) points.length * otherCount) / 2.0;
    double all = size + other;
    double spread = Math.sqrt((size * other / 12) * ((all + 1) - ties / (all * (all - 1))));
    return spread == 0 ? Double.NaN : (distance - Math.signum(distance) * 0.5) / spread;
  }

  private void count(double shift) {
    twiceAbove = 0;
    ties = othersTies;
    if (Math.abs(shift) <= Double.MAX_VALUE) {
      countOrdered(shift);
    } else {
      countAnew(shift);
    }
  }

  private void countOrdered(double shift) {
    int moved = 0;
    int place = 0;
    long last = 0;
    int run = 0;
    for (int index = 0; index < points.length; index++) {
      long key = key(points[index] - shift);
      if (run > 0 && key != last) {
        close(last, place, run);
        run = 0;
      }
      if (run == 0) {
        int guess = Math.clamp(places[index] + moved, place, others.length);
        place = search(key, guess);
      }
      moved = place - places[index];
      places[index] = place;
      last = key;
      run++;
    }
    close(last, place, run);
  }

  /// How many of the other sample's distinct keys lie below one.
  private int search(long key, int guess) {
    int place = guess;
    while (place < others.length && others[place] < key) {
      place++;
    }
    while (place > 0 && others[place - 1] >= key) {
      place--;
    }
    return place;
  }

  /// A shift without end does not keep the order: infinity less infinity is NaN, which ranks as
  /// infinity.
  private void countAnew(double shift) {
    long[] keys = new long[points.length];
    for (int index = 0; index < keys.length; index++) {
      double shifted = points[index] - shift;
      keys[index] = Double.isNaN(shifted) ? POSITIVE_INFINITY : key(shifted);
    }
    Arrays.sort(keys);
    int from = 0;
    for (int index = 1; index <= keys.length; index++) {
      if (index == keys.length || keys[index] != keys[from]) {
        close(keys[from], search(keys[from], 0), index - from);
        from = index;
      }
    }
  }

  /// Counts a group of equal points.
  private void close(long key, int place, long size) {
    long below = othersBelow[place];
    long equal = place < others.length && others[place] == key ? othersBelow[place + 1] - below : 0;
    twiceAbove += size * (2 * below + equal);
    ties += cubed(size + equal) - cubed(equal);
  }

  private static long cubed(long size) {
    return size * size * size - size;
  }

  private static long[] keys(double[] ascending) {
    long[] keys = new long[ascending.length];
    for (int index = 0; index < keys.length; index++) {
      keys[index] = key(ascending[index]);
    }
    return keys;
  }

  /// A whole number that compares as `Double.compare` compares the value: -0 is below 0.
  private static long key(double value) {
    long bits = Double.doubleToRawLongBits(value);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }
}
