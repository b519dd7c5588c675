package dev.serin.judge.published;

/// The test of two proportions, block by block, that bets on the rates seen so far (Turner, Ly and
/// Grünwald 2024; safestats). Both directions count.
public final class TwoByTwo {
  /// The default of safestats for the prior's pseudo-observations.
  public static final double DEFAULT_PRIOR = 0.18;

  private final Arm canary;
  private final Arm baseline;
  private double logE;

  /// A test of blocks of fixed sizes.
  ///
  /// @param canarySize the observations of the canary in a block, at least 1
  /// @param baselineSize the observations of the baseline in a block, at least 1
  /// @param prior pseudo-observations of each outcome, positive
  /// @throws IllegalArgumentException when a number is outside of its range
  public TwoByTwo(int canarySize, int baselineSize, double prior) {
    if (canarySize < 1 || baselineSize < 1 || !(prior > 0)) {
      throw new IllegalArgumentException(
          "blocks need observations of both sides and a positive prior but have "
              + canarySize
              + ", "
              + baselineSize
              + " and "
              + prior);
    }
    this.canary = new Arm(canarySize, prior);
    this.baseline = new Arm(baselineSize, prior * baselineSize / canarySize);
  }

  /// Takes one more block.
  ///
  /// @param canaryEvents from 0 to the canary's size
  /// @param baselineEvents from 0 to the baseline's size
  /// @return ln of the evidence so far
  public double update(long canaryEvents, long baselineEvents) {
    double a = canary.rate();
    double b = baseline.rate();
    double both = (canary.size * a + baseline.size * b) / (canary.size + baseline.size);
    logE += canary.gain(canaryEvents, both) + baseline.gain(baselineEvents, both);
    canary.take(canaryEvents);
    baseline.take(baselineEvents);
    return logE;
  }

  /// ln of the evidence so far.
  public double logE() {
    return logE;
  }

  private static final class Arm {
    private final int size;
    private final double prior;
    private long events;
    private long observations;

    Arm(int size, double prior) {
      this.size = size;
      this.prior = prior;
    }

    double rate() {
      return (events + prior) / (observations + 2 * prior);
    }

    double gain(long seen, double common) {
      double own = rate();
      return seen * StrictMath.log(own / common)
          + (size - seen) * StrictMath.log((1 - own) / (1 - common));
    }

    void take(long seen) {
      events += seen;
      observations += size;
    }
  }
}
