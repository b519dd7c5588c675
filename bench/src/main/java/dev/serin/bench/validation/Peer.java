package dev.serin.bench.validation;

import dev.serin.judge.published.AsymptoticSequence;
import dev.serin.judge.published.LindonMalek;
import dev.serin.judge.published.TwoByTwo;
import dev.serin.judge.sequential.RegressionTest;
import dev.serin.judge.sequential.Tolerance;
import java.util.List;
import java.util.function.Function;

/// A rule that others use, fed every second with 100 requests that are split exactly.
///
/// @param start makes a rule for the canary's share of the traffic
record Peer(String name, Function<Double, CountRule> start) {
  private static final double ALPHA = 0.05;
  private static final double NEEDED = -Math.log(ALPHA);

  /// All of them, Serin first.
  static List<Peer> all() {
    return List.of(
        new Peer("Serin", _ -> CountRule.of(new RegressionTest(Tolerance.NONE, ALPHA))),
        new Peer("Lindon-Malek k=100", Peer::lindonMalek),
        new Peer("Turner 2x2", Peer::twoByTwo),
        new Peer("asymptotic CS", _ -> asymptotic()),
        new Peer("z-test, peeking", _ -> peeking()),
        new Peer("Argo >= 95 % / 5 m x 3", _ -> new Windows(300, 0.95, 3)),
        new Peer("Flagger >= 99 % / 1 m x 10", _ -> new Windows(60, 0.99, 10)),
        new Peer("Kayenta, 50 points", _ -> new KayentaRule()));
  }

  private static CountRule lindonMalek(double weight) {
    var test = new LindonMalek(LindonMalek.DEFAULT_CONCENTRATION, weight, 1 - weight);
    var sums = new Sums();
    return (canary, canaryEvents, baseline, baselineEvents) -> {
      sums.add(canary, canaryEvents, baseline, baselineEvents);
      return canaryEvents + baselineEvents > 0
          && test.logBayesFactor(sums.canaryEvents, sums.baselineEvents) >= NEEDED;
    };
  }

  private static CountRule twoByTwo(double weight) {
    int canarySize = (int) Math.round(weight * Feed.PER_SECOND);
    var test = new TwoByTwo(canarySize, Feed.PER_SECOND - canarySize, TwoByTwo.DEFAULT_PRIOR);
    return (_, canaryEvents, _, baselineEvents) ->
        test.update(canaryEvents, baselineEvents) >= NEEDED;
  }

  /// One-sided, tuned to 5000 observations, as GrowthBook's safe rollouts.
  private static CountRule asymptotic() {
    var sequence = new AsymptoticSequence(ALPHA, 5000);
    var sums = new Sums();
    return (canary, canaryEvents, baseline, baselineEvents) -> {
      sums.add(canary, canaryEvents, baseline, baselineEvents);
      double n = sums.canary + sums.baseline;
      double deviation = sums.error() * Math.sqrt(n);
      return deviation > 0 && sums.difference() > sequence.halfWidthOneSided(n, deviation);
    };
  }

  /// The test for one look, at every look.
  private static CountRule peeking() {
    var sums = new Sums();
    return (canary, canaryEvents, baseline, baselineEvents) -> {
      sums.add(canary, canaryEvents, baseline, baselineEvents);
      return sums.canaryEvents + sums.baselineEvents >= 5
          && sums.difference() > 1.6449 * sums.error();
    };
  }

  private static final class Sums {
    private double canary;
    private long canaryEvents;
    private double baseline;
    private long baselineEvents;

    void add(double moreCanary, long moreEvents, double moreBaseline, long moreBaselineEvents) {
      canary += moreCanary;
      canaryEvents += moreEvents;
      baseline += moreBaseline;
      baselineEvents += moreBaselineEvents;
    }

    double difference() {
      return canaryEvents / canary - baselineEvents / baseline;
    }

    double error() {
      double p = canaryEvents / canary;
      double q = baselineEvents / baseline;
      return Math.sqrt(p * (1 - p) / canary + q * (1 - q) / baseline);
    }
  }

  /// A threshold on the canary's success rate in windows that do not overlap, as one measurement
  /// each; stops after some that failed.
  private static final class Windows implements CountRule {
    private final int seconds;
    private final double least;
    private final int mostFailed;
    private int second;
    private double requests;
    private long events;
    private int failed;

    Windows(int seconds, double least, int mostFailed) {
      this.seconds = seconds;
      this.least = least;
      this.mostFailed = mostFailed;
    }

    @Override
    public boolean update(double canary, long canaryEvents, double baseline, long others) {
      requests += canary;
      events += canaryEvents;
      if (++second % seconds == 0) {
        failed += requests > 0 && 1 - events / requests < least ? 1 : 0;
        requests = 0;
        events = 0;
      }
      return failed >= mostFailed;
    }
  }
}
