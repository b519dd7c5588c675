package dev.serin.bench.validation;

import java.util.SplittableRandom;

/// Random numbers of one run.
final class Draws {
  private final SplittableRandom random;

  Draws(long seed) {
    this.random = new SplittableRandom(seed);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  double uniform() {
    return random.nextDouble();
  }

  double normal() {
    return random.nextGaussian();
  }

  /// Requests up to and with the next event: geometric, 1 or more.
  long gap(double rate) {
    return 1 + (long) (Math.log1p(-random.nextDouble()) / Math.log1p(-rate));
  }

  /// How many of `n` requests are hits: from hit to hit, so the work goes with the hits.
  int binomial(int n, double rate) {
    if (n <= 0 || rate <= 0) {
      return 0;
    }
    if (rate == 0.5) {
      return coins(n);
    }
    if (rate > 0.5) {
      return n - binomial(n, 1 - rate);
    }
    double logMiss = Math.log1p(-rate);
    int hits = 0;
    double at = Math.floor(Math.log1p(-random.nextDouble()) / logMiss);
    while (at < n) {
      hits++;
      at += 1 + Math.floor(Math.log1p(-random.nextDouble()) / logMiss);
    }
    return hits;
  }

  private int coins(int n) {
    int heads = 0;
    int left = n;
    for (; left >= Long.SIZE; left -= Long.SIZE) {
      heads += Long.bitCount(random.nextLong());
    }
    return heads + Long.bitCount(random.nextLong() & ((1L << left) - 1));
  }
}
