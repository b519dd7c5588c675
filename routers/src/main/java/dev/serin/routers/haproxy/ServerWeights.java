package dev.serin.routers.haproxy;

import dev.serin.core.traffic.Weight;
import java.util.List;

/// The weights of servers that give the second of two pools a share as near as possible.
///
/// @param first what each server of the first pool gets, 0 to 256
/// @param second the same of the second pool
/// @param toSecond the share that the second pool really gets so
record ServerWeights(List<Integer> first, List<Integer> second, Weight toSecond) {
  /// The greatest weight of a server in HAProxy.
  static final int MOST = 256;

  /// Finds them. A share that is neither nothing nor everything stays so, even when it must be
  /// greater than what was asked: a canary without traffic would never be judged.
  ///
  /// @param first how the servers of the first pool share, 1 or more each
  /// @param second the same of the second pool
  static ServerWeights of(List<Integer> first, List<Integer> second, Weight toSecond) {
    List<Integer> left = shortened(first);
    List<Integer> right = shortened(second);
    if (toSecond.ppm() == 0) {
      return new ServerWeights(left, times(right, 0), Weight.NONE);
    }
    if (toSecond.ppm() == Weight.SCALE) {
      return new ServerWeights(times(left, 0), right, Weight.ALL);
    }
    return nearest(left, right, toSecond.ppm());
  }

  private static ServerWeights nearest(List<Integer> left, List<Integer> right, int ppm) {
    double wanted = (double) ppm / Weight.SCALE;
    double l = sum(left);
    double r = sum(right);
    int mostLeft = MOST / greatest(left);
    int mostRight = MOST / greatest(right);
    int bestLeft = 1;
    int bestRight = 1;
    double least = Double.MAX_VALUE;
    for (int b = 1; b <= mostRight; b++) {
      double exact = b * r * (1 - wanted) / (wanted * l);
      for (double near : new double[] {Math.floor(exact), Math.ceil(exact)}) {
        int a = (int) Math.clamp(near, 1, mostLeft);
        double off = Math.abs(b * r / (a * l + b * r) - wanted);
        if (off < least) {
          least = off;
          bestLeft = a;
          bestRight = b;
        }
      }
    }
    double share = bestRight * r / (bestLeft * l + bestRight * r);
    return new ServerWeights(
        times(left, bestLeft),
        times(right, bestRight),
        new Weight((int) Math.round(share * Weight.SCALE)));
  }

  /// The same shares in the smallest whole numbers, none above 256.
  private static List<Integer> shortened(List<Integer> weights) {
    int divisor = weights.stream().reduce(0, ServerWeights::divisor);
    int most = greatest(weights) / divisor;
    return weights.stream()
        .map(weight -> weight / divisor)
        .map(weight -> most <= MOST ? weight : (int) Math.max(1L, (long) weight * MOST / most))
        .toList();
  }

  private static int divisor(int a, int b) {
    return b == 0 ? a : divisor(b, a % b);
  }

  private static int greatest(List<Integer> weights) {
    return weights.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }

  private static int sum(List<Integer> weights) {
    return weights.stream().mapToInt(Integer::intValue).sum();
  }

  private static List<Integer> times(List<Integer> weights, int factor) {
    return weights.stream().map(weight -> weight * factor).toList();
  }
}
