package dev.serin.judge.sequential;

import java.util.ArrayList;
import java.util.List;

/// The tilts that a test bets on, and what part of the wealth each one starts with.
final class TiltSet {
  /// Twelve tilts that between them cover all kinds of slowdown.
  static final TiltSet BROAD = broad();

  /// Fewer tilts of the whole distribution, more of its tail: fifteen ways in which a few requests
  /// more are slow. At their best when the baseline's tail is known from before the rollout.
  static final TiltSet TAILED = tailed();

  private final List<Tilt> tilts = new ArrayList<>();
  private final List<Double> weights = new ArrayList<>();

  private TiltSet() {}

  int size() {
    return tilts.size();
  }

  Tilt tilt(int number) {
    return tilts.get(number);
  }

  /// ln of the weights, which add up to 1.
  double[] logWeights() {
    double all = weights.stream().mapToDouble(Double::doubleValue).sum();
    return weights.stream().mapToDouble(weight -> StrictMath.log(weight / all)).toArray();
  }

  private TiltSet with(double weight, Tilt tilt) {
    tilts.add(tilt);
    weights.add(weight);
    return this;
  }

  private static TiltSet broad() {
    return new TiltSet()
        .with(0.04, new Tilt.Shift(0.05))
        .with(0.08, new Tilt.Shift(0.1))
        .with(0.12, new Tilt.Shift(0.2))
        .with(0.12, new Tilt.Shift(0.4))
        .with(0.12, new Tilt.Shift(0.8))
        .with(0.06, new Tilt.Step(0.5, 2.5))
        .with(0.12, new Tilt.Step(0.9, 2.5))
        .with(0.06, new Tilt.Step(0.95, 1.5))
        .with(0.08, new Tilt.Tail(0.003))
        .with(0.08, new Tilt.Tail(0.01))
        .with(0.08, new Tilt.Tail(0.03))
        .with(0.04, new Tilt.Tail(0.1));
  }

  private static TiltSet tailed() {
    var set =
        new TiltSet()
            .with(0.04, new Tilt.Shift(0.05))
            .with(0.08, new Tilt.Shift(0.1))
            .with(0.12, new Tilt.Shift(0.2))
            .with(0.12, new Tilt.Shift(0.4))
            .with(0.12, new Tilt.Shift(0.8))
            .with(0.02, new Tilt.Step(0.5, 2.5))
            .with(0.06, new Tilt.Step(0.9, 2.5));
    for (double from : new double[] {0.99, 0.997, 0.999, 0.9997, 0.9999}) {
      for (double size : new double[] {0.003, 0.01, 0.03}) {
        set.with(0.5 / 15, new Tilt.Excess(from, size));
      }
    }
    return set;
  }
}
