package dev.serin.judge.kayenta;

/// How much higher a canary is than its baseline, in one number.
public enum EffectSize {
  /// The canary's mean divided by the baseline's; NaN when one of them is 0.
  MEAN_RATIO(1) {
    @Override
    public double of(Series experiment, Series control) {
      double canary = experiment.mean();
      double baseline = control.mean();
      return canary == 0 || baseline == 0 ? Double.NaN : canary / baseline;
    }
  },

  /// The probability that a point of the canary is above one of the baseline, ties by half (common
  /// language effect size, McGraw and Wong 1992).
  CLES(0.5) {
    @Override
    public double of(Series experiment, Series control) {
      int canary = experiment.size();
      int baseline = control.size();
      double ranks = new RankSum(experiment, control).ranks(0);
      // As in Kayenta, products of 32 bits: they overflow for very long series.
      return (2 * ranks - canary * (canary + 1)) / (2 * canary * baseline);
    }
  };

  private final double neutral;

  EffectSize(double neutral) {
    this.neutral = neutral;
  }

  /// What it is when nothing differs.
  double neutral() {
    return neutral;
  }

  /// The effect size of two series that are not empty.
  public abstract double of(Series experiment, Series control);
}
