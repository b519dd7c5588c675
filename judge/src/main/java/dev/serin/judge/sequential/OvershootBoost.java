package dev.serin.judge.sequential;

/// Hands what a batch could bring above the threshold, where it is of no use, to the outcomes below
/// it. Given the number of events, the canary's part of them is binomial while it is just
/// tolerated, so that all outcomes can be weighed before the batch counts ("avoiding overshoot",
/// after Fischer and Ramdas).
final class OvershootBoost {
  /// More events than this in one batch are not looked through.
  static final long MOST_EVENTS = 10_000;

  private final Grid grid;
  private double[] trial = {};
  private double gap;
  private double logOdds;
  private int events;

  OvershootBoost(Grid grid) {
    this.grid = grid;
  }

  /// ln of the factor, 0 or more.
  ///
  /// @param trial ln of each bet's part of the wealth, without its events
  /// @param gap how far ln of the wealth is below the threshold
  /// @param share the chance that an event is the canary's while it is just tolerated
  /// @param events of both arms in this batch
  double log(double[] trial, double gap, double share, long events) {
    if (events > MOST_EVENTS) {
      return 0;
    }
    this.trial = trial;
    this.gap = gap;
    this.events = (int) events;
    this.logOdds = StrictMath.log(share) - StrictMath.log1p(-share);
    if (most() <= gap || gain(this.events) <= gap) {
      return 0;
    }
    return cutFromTheTop(events * StrictMath.log(share), events * StrictMath.log1p(-share));
  }

  /// Solves E[min(b * gain, threshold)] = 1 for b: outcomes are capped one by one, beginning with
  /// the most extreme.
  private double cutFromTheTop(double logChanceOfAll, double logChanceOfNone) {
    double logChance = logChanceOfAll;
    double capped = 0;
    double below = 1;
    double exact = 1;
    double factor = 1;
    for (int i = events; i >= 0 && StrictMath.log(factor) + gain(i) >= gap; i--) {
      capped += StrictMath.exp(logChance + gap);
      below -= StrictMath.exp(logChance + gain(i));
      if (below < exact / 16) {
        // The difference of two close numbers is worth little: added up from the bottom instead.
        below = sumBelow(i, logChanceOfNone);
        exact = below;
      }
      if (below <= 0) {
        break;
      }
      factor = (1 - capped) / below;
      logChance += StrictMath.log(i) - StrictMath.log(events - i + 1) - logOdds;
    }
    return StrictMath.log(Math.max(factor, 1));
  }

  private double sumBelow(int end, double logChanceOfNone) {
    double logChance = logChanceOfNone;
    double sum = 0;
    for (int i = 0; i < end; i++) {
      sum += StrictMath.exp(logChance + gain(i));
      logChance += StrictMath.log(events - i) - StrictMath.log(i + 1) + logOdds;
    }
    return sum;
  }

  /// At least ln of the gain when all events are the canary's.
  private double most() {
    double most = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < trial.length; j++) {
      most = Math.max(most, trial[j] + events * grid.logRho(j));
    }
    return most + StrictMath.log(trial.length);
  }

  /// ln of the gain when `canaryEvents` of the events are the canary's.
  private double gain(int canaryEvents) {
    double most = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < trial.length; j++) {
      most = Math.max(most, trial[j] + canaryEvents * grid.logRho(j));
    }
    double sum = 0;
    for (int j = 0; j < trial.length; j++) {
      sum += StrictMath.exp(trial[j] + canaryEvents * grid.logRho(j) - most);
    }
    return most + StrictMath.log(sum);
  }
}
