package dev.serin.judge.sequential;

import dev.serin.judge.special.LogSum;

/// A fixed set of bets and what part of the wealth each one starts with.
final class Grid {
  /// Bets that the canary is 1.25 to 64 times worse than tolerated.
  static final Grid WORSE = worse();

  /// [#WORSE] beside a tenth that is kept in cash, which is bet 0.
  static final Grid WORSE_WITH_CASH = withCash(WORSE);

  /// Bets that the canary is 1.1 to 16 times better than the margin.
  static final Grid BETTER = even(16, -StrictMath.log(1.1), -StrictMath.log(16));

  /// Bets that a share is 1.02 to 4 times too large.
  static final Grid MORE = even(16, StrictMath.log(1.02), StrictMath.log(4));

  /// Bets that a share is 1.02 to 4 times too small.
  static final Grid LESS = even(16, -StrictMath.log(1.02), -StrictMath.log(4));

  private static final double CASH = 0.1;

  private final double[] rho;
  private final double[] logRho;
  private final double[] logPrior;

  private Grid(double[] rho, double[] logWeight) {
    this.rho = rho;
    this.logRho = new double[rho.length];
    this.logPrior = new double[rho.length];
    double all = LogSum.of(logWeight);
    for (int j = 0; j < rho.length; j++) {
      logRho[j] = StrictMath.log(rho[j]);
      logPrior[j] = logWeight[j] - all;
    }
  }

  int size() {
    return rho.length;
  }

  double rho(int bet) {
    return rho[bet];
  }

  double logRho(int bet) {
    return logRho[bet];
  }

  double[] logPrior() {
    return logPrior.clone();
  }

  private static Grid worse() {
    double[] rho = new double[24];
    double[] weight = new double[24];
    for (int j = 0; j < 24; j++) {
      rho[j] = 1.25 * StrictMath.pow(51.2, j / 23.0);
      weight[j] = -StrictMath.log(rho[j]) / 2;
    }
    return new Grid(rho, weight);
  }

  private static Grid withCash(Grid bets) {
    double[] rho = new double[bets.size() + 1];
    double[] weight = new double[bets.size() + 1];
    rho[0] = 1;
    weight[0] = StrictMath.log(CASH);
    for (int j = 0; j < bets.size(); j++) {
      rho[j + 1] = bets.rho(j);
      weight[j + 1] = StrictMath.log1p(-CASH) + bets.logPrior[j];
    }
    return new Grid(rho, weight);
  }

  private static Grid even(int size, double logFirst, double logLast) {
    double[] rho = new double[size];
    for (int j = 0; j < size; j++) {
      rho[j] = StrictMath.exp(logFirst + (logLast - logFirst) * j / (size - 1));
    }
    return new Grid(rho, new double[size]);
  }
}
