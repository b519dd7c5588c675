package dev.serin.bench.server;

import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.RolloutId;
import dev.serin.server.metrics.NodeMetrics;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Counts what a node tells of its turns.
final class Gauges implements NodeMetrics {
  private static final long MOST_MICROS = Duration.ofMinutes(10).toNanos() / 1000;

  private final LongAdder failed = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private volatile Histogram lateness = histogram();
  private volatile Histogram looks = histogram();

  private static Histogram histogram() {
    return new ConcurrentHistogram(MOST_MICROS, 3);
  }

  /// Forgets everything.
  void begin() {
    lateness = histogram();
    looks = histogram();
    failed.reset();
    lost.reset();
  }

  /// How long after they were due turns came, in microseconds.
  Histogram lateness() {
    return lateness.copy();
  }

  /// How long looks took, in microseconds.
  Histogram looks() {
    return looks.copy();
  }

  long failures() {
    return failed.sum();
  }

  long lostLeases() {
    return lost.sum();
  }

  private static void record(Histogram into, Duration took) {
    into.recordValue(Math.min(MOST_MICROS, took.toNanos() / 1000));
  }

  @Override
  public void ticked(Duration late) {
    record(lateness, late);
  }

  @Override
  public void looked(Duration took) {
    record(looks, took);
  }

  @Override
  public void lookFailed(Duration took) {
    failed.increment();
  }

  @Override
  public void holds(int leases) {}

  @Override
  public void renewed() {}

  @Override
  public void measured(String provider, Duration took, boolean answered) {}

  @Override
  public void lost(int leases) {
    lost.add(leases);
  }

  @Override
  public void stands(RolloutId id, String strategy, String router, Phase phase) {}

  @Override
  public void left(RolloutId id) {}
}
