package dev.serin.judge.sequential;

import dev.serin.judge.special.NormalTail;

/// One way in which a canary's latencies may lie above the baseline's: how much more frequent a
/// request at baseline rank `u` would be. All of them increase with `u`.
sealed interface Tilt {
  /// The factor at rank `u` with normal quantile `z`, over 0.
  double at(double u, double z);

  /// The whole distribution moves up by `size` standard deviations of the normal score.
  record Shift(double size) implements Tilt {
    @Override
    public double at(double u, double z) {
      return StrictMath.exp(size * z - size * size / 2);
    }
  }

  /// Ranks above `from` become `factor` times more frequent.
  record Step(double from, double factor) implements Tilt {
    @Override
    public double at(double u, double z) {
      return (u > from ? factor : 1) / (from + (1 - from) * factor);
    }
  }

  /// A part `size` of the requests moves far into the tail.
  record Tail(double size) implements Tilt {
    private static final double LOG_RANGE = StrictMath.log(1e5);

    @Override
    public double at(double u, double z) {
      return (1 - size) + size / ((1 - u) * LOG_RANGE);
    }
  }

  /// A part `size` of the requests moves evenly above the rank `from`.
  record Excess(double from, double size) implements Tilt {
    @Override
    public double at(double u, double z) {
      return (1 - size) + (u > from ? size / (1 - from) : 0);
    }
  }

  /// The normal quantile of `u`.
  static double score(double u) {
    return NormalTail.quantile(u);
  }
}
