package dev.serin.judge.sequential;

/// The wealth of a set of bets, in logarithms: the total, and what part of it each bet holds. Kept
/// apart so that the parts stay exact while the total becomes huge or tiny.
final class Wealth {
  private final double[] logPrior;
  private final double[] prior;
  private final double share;
  private final double[] held;
  private final double[] trial;
  private final double[] part;
  private double total;
  private double rest;
  private double highest;

  /// @param logPrior ln of what each bet starts with; adds up to 1
  /// @param share the part of all wealth that is dealt out anew after a batch, so that a change
  ///     later on is still found (fixed share, Herbster and Warmuth 1998); 0 for none
  Wealth(double[] logPrior, double share) {
    this.logPrior = logPrior;
    this.share = share;
    this.prior = new double[logPrior.length];
    this.held = logPrior.clone();
    this.trial = new double[logPrior.length];
    this.part = new double[logPrior.length];
    for (int j = 0; j < prior.length; j++) {
      prior[j] = StrictMath.exp(logPrior[j]);
    }
  }

  int size() {
    return held.length;
  }

  /// ln of the total.
  double log() {
    return total + rest;
  }

  /// The largest ln of the total so far, at least 0.
  double highest() {
    return highest;
  }

  /// ln of what bet `j` has made of each unit that it started with.
  double gain(int j) {
    return log() + (held[j] - logPrior[j]);
  }

  /// The wealth of each bet as it would be after the batch, as a part of the total before it, in
  /// logarithms. To be filled in and then settled.
  double[] trial() {
    System.arraycopy(held, 0, trial, 0, held.length);
    return trial;
  }

  /// Takes over what was filled into [#trial], with a gain of `bonus` for all bets. At `limit` or
  /// above the wealth is not dealt out anew.
  void settle(boolean dealing, double bonus, double limit) {
    double most = Double.NEGATIVE_INFINITY;
    for (double value : trial) {
      most = Math.max(most, value);
    }
    double sum = 0;
    for (int j = 0; j < trial.length; j++) {
      part[j] = StrictMath.exp(trial[j] - most);
      sum += part[j];
    }
    double growth = most + StrictMath.log(sum);
    grow(growth + bonus);
    boolean deals = dealing && share > 0 && log() < limit;
    for (int j = 0; j < trial.length; j++) {
      held[j] =
          deals
              ? StrictMath.log((1 - share) * (part[j] / sum) + share * prior[j])
              : trial[j] - growth;
    }
  }

  /// Adds to the total, and keeps what the sum rounds off (Neumaier).
  private void grow(double more) {
    double sum = total + more;
    rest += Math.abs(total) >= Math.abs(more) ? (total - sum) + more : (more - sum) + total;
    total = sum;
    highest = Math.max(highest, log());
  }

  /// Multiplies the gains of each bet with those of `other`. The highest so far begins anew: the
  /// highest of a part is not one of the whole.
  void multiply(Wealth other) {
    double[] product = trial();
    for (int j = 0; j < product.length; j++) {
      product[j] += other.held[j] - logPrior[j];
    }
    settle(false, other.log(), Double.POSITIVE_INFINITY);
    highest = Math.max(0, log());
  }

  void write(SnapshotWriter to) {
    to.put(total).put(rest).put(highest);
    for (double value : held) {
      to.put(value);
    }
  }

  void read(SnapshotReader from) {
    total = from.real();
    rest = from.real();
    highest = from.real();
    for (int j = 0; j < held.length; j++) {
      held[j] = from.real();
    }
  }
}
