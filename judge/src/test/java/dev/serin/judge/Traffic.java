package dev.serin.judge;

import dev.serin.judge.latency.LatencyBuckets;
import dev.serin.judge.latency.LatencyHistogram;
import java.util.SplittableRandom;

/// Requests to two versions, as samples of one second each.
final class Traffic {
  private final SplittableRandom random;
  private final Version baseline;
  private final Version canary;

  /// How a version behaves.
  ///
  /// @param errors failures per request
  /// @param median of a lognormal latency, in seconds
  record Version(double errors, double median) {}

  Traffic(long seed, Version baseline, Version canary) {
    this.random = new SplittableRandom(seed);
    this.baseline = baseline;
    this.canary = canary;
  }

  /// What came of so many requests with this share for the canary.
  Sample.Requests sample(int requests, double share) {
    int ofCanary = 0;
    for (int i = 0; i < requests; i++) {
      ofCanary += random.nextDouble() < share ? 1 : 0;
    }
    return new Sample.Requests(
        served(baseline, requests - ofCanary), served(canary, ofCanary), share);
  }

  private Served served(Version version, int requests) {
    long failed = 0;
    long[] latencies = new long[LatencyBuckets.FINE.count()];
    for (int i = 0; i < requests; i++) {
      failed += random.nextDouble() < version.errors() ? 1 : 0;
      double seconds = version.median() * Math.exp(0.6 * random.nextGaussian());
      latencies[LatencyBuckets.fine((long) (seconds * 1e6))]++;
    }
    return new Served(
        requests, requests, failed, 0, LatencyHistogram.of(LatencyBuckets.FINE, latencies));
  }
}
