package dev.serin.e2e;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.engine.TrafficSignals;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Weight;
import dev.serin.judge.Served;
import dev.serin.judge.latency.LatencyBuckets;
import dev.serin.judge.latency.LatencyHistogram;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// What a router would count of 100 requests a second to a service that is well in both versions:
/// all take 20 ms, and one in a thousand fails.
final class SteadyTraffic implements TrafficSignals {
  private static final double PER_SECOND = 100;
  private static final int MICROS = 20_000;

  private final TrafficRouter router;
  private final InstantSource time;
  private Instant counted;
  private double baseline;
  private double canary;

  SteadyTraffic(TrafficRouter router, InstantSource time) {
    this.router = router;
    this.time = time;
    this.counted = time.instant();
  }

  @Override
  public Counted counted(RolloutId rollout) {
    if (!(router.observe(rollout) instanceof Live.Routed(_, var weight, var version))) {
      return new Counted.Nothing("there is no routing yet");
    }
    Instant now = time.instant();
    double came = PER_SECOND * Duration.between(counted, now).toMillis() / 1000;
    double share = weight.ppm() / (double) Weight.SCALE;
    counted = now;
    baseline += came * (1 - share);
    canary += came * share;
    return new Counted.Sides(
        "1", new Split(version, share, true), served(baseline), served(canary));
  }

  private static Served served(double requests) {
    long count = (long) requests;
    long[] latencies = new long[LatencyBuckets.FINE.count()];
    latencies[LatencyBuckets.fine(MICROS)] = count;
    LatencyHistogram latency = LatencyHistogram.of(LatencyBuckets.FINE, latencies);
    return new Served(count, count, count / 1000, 0, latency);
  }
}
