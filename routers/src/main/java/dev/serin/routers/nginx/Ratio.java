package dev.serin.routers.nginx;

import dev.serin.core.traffic.Weight;

/// Whole weights of two pools that make a share nearly.
///
/// @param first the factor of the first pool's servers; 0 when they get nothing
/// @param second the same of the second's
record Ratio(int first, int second) {
  /// The largest weight of a pool in all: nginx deals requests out in turns that are no longer.
  static final int MOST = 10_000;

  /// An error that nobody measures, in parts of the share.
  private static final double ENOUGH = 0.001;

  /// @param toSecond the second pool's share
  /// @param one the sum of the first pool's weights, 1 or more
  /// @param two the same of the second's
  static Ratio of(Weight toSecond, int one, int two) {
    if (toSecond.ppm() == 0 || toSecond.ppm() == Weight.SCALE) {
      return new Ratio(toSecond.ppm() == 0 ? 1 : 0, toSecond.ppm() == 0 ? 0 : 1);
    }
    double share = toSecond.ppm() / (double) Weight.SCALE;
    double quotient = share * one / ((1 - share) * two);
    Ratio best = new Ratio(share < 0.5 ? 1 : 0, share < 0.5 ? 0 : 1);
    double least = Math.min(share, 1 - share);
    for (int first = 1; first * one <= MOST; first++) {
      int second = (int) Math.round(quotient * first);
      if (second >= 1 && (long) second * two <= MOST) {
        Ratio ratio = new Ratio(first, second);
        double error = Math.abs(ratio.share(one, two) - share);
        if (error < least) {
          best = ratio;
          least = error;
        }
        if (least <= ENOUGH * Math.min(share, 1 - share)) {
          return best;
        }
      }
    }
    return best;
  }

  /// The second pool's share.
  double share(int one, int two) {
    double second = (double) this.second * two;
    return second / (second + (double) first * one);
  }
}
