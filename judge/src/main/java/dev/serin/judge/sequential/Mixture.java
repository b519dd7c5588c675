package dev.serin.judge.sequential;

/// The plain weighted mean of the [Kernel]'s evidence over a fixed set of bets, for hypotheses that
/// are tested as they are: no cash, no share, no boost.
public final class Mixture {
  private final Grid grid;
  private final Tolerance tolerance;
  private final Wealth wealth;
  private final Stake stake = new Stake();

  Mixture(Grid grid, Tolerance tolerance) {
    this.grid = grid;
    this.tolerance = tolerance;
    this.wealth = new Wealth(grid.logPrior(), 0);
  }

  /// Bets that the canary is worse than `tolerance`: 24 of them, 1.25 to 64 times.
  public static Mixture worse(Tolerance tolerance) {
    return new Mixture(Grid.WORSE, tolerance);
  }

  /// Bets that the canary is better than the `margin`: 16 of them, 1.1 to 16 times.
  public static Mixture better(Tolerance margin) {
    return new Mixture(Grid.BETTER, margin);
  }

  /// Takes in one batch. While one of the arms is empty it waits for the next one.
  ///
  /// @return [#logE] after it
  public double update(double canary, long canaryEvents, double baseline, long baselineEvents) {
    stake.add(canary, canaryEvents, baseline, baselineEvents);
    if (stake.complete(tolerance)) {
      if (stake.events() > 0 || tolerance.absolute() != 0) {
        bet();
      }
      stake.clear();
    }
    return logE();
  }

  private void bet() {
    double[] trial = wealth.trial();
    for (int j = 0; j < trial.length; j++) {
      trial[j] += stake.canaryEvents() * grid.logRho(j) - stake.cost(grid.rho(j), tolerance);
    }
    wealth.settle(false, 0, Double.POSITIVE_INFINITY);
  }

  /// ln of the evidence now; 0 before the first batch.
  public double logE() {
    return wealth.log();
  }

  /// The largest [#logE] so far, at least 0.
  public double highest() {
    return wealth.highest();
  }

  /// The smallest alpha that has been reached so far, in 0..1.
  public double anytimeP() {
    return Math.min(1, StrictMath.exp(-highest()));
  }

  void multiply(Mixture other) {
    wealth.multiply(other.wealth);
    stake.add(other.stake);
  }

  void write(SnapshotWriter to) {
    wealth.write(to);
    stake.write(to);
  }

  void read(SnapshotReader from) {
    wealth.read(from);
    stake.read(from);
  }
}
