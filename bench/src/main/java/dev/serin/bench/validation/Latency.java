package dev.serin.bench.validation;

import dev.serin.judge.special.NormalTail;

/// A distribution of latencies in seconds: lognormal with a median of 50 ms and σ = 0.6, of which a
/// part comes later, or all is slower.
///
/// @param factor on all latencies
/// @param late the part that is late
/// @param delay what is added to that part; with `timeout` what it takes instead
record Latency(String name, double factor, double late, double delay, boolean timeout) {
  private static final double MEDIAN = 0.05;
  private static final double SIGMA = 0.6;

  static final Latency BASELINE = slower(1);

  static Latency slower(double factor) {
    return new Latency("x " + factor, factor, 0, 0, false);
  }

  static Latency late(double part, double delay) {
    return new Latency(
        Cell.percent(part) + " + %.0f ms".formatted(1000 * delay), 1, part, delay, false);
  }

  static Latency timeout(double part, double after) {
    return new Latency(
        Cell.percent(part) + " time out at %.0f s".formatted(after), 1, part, after, true);
  }

  double draw(Draws draws) {
    boolean isLate = late > 0 && draws.chance(late);
    double usual = MEDIAN * factor * Math.exp(SIGMA * draws.normal());
    return !isLate ? usual : timeout ? delay : usual + delay;
  }

  /// The chance of less than `seconds`.
  double below(double seconds) {
    double slow = timeout ? (seconds > delay ? 1 : 0) : usual(seconds - delay);
    return (1 - late) * usual(seconds) + late * slow;
  }

  private double usual(double seconds) {
    return seconds <= 0
        ? 0
        : Math.exp(NormalTail.logProbability(Math.log(seconds / (MEDIAN * factor)) / SIGMA));
  }
}
