package dev.serin.routers.log;

import dev.serin.core.rollout.RolloutId;
import dev.serin.routers.Pools;

/// Whose requests a log tells of, and how they are sent.
///
/// @param source the balancer that writes the log; lines of another kind do not count
/// @param pools its two pools, and what they run now
/// @param logSample one in so many requests of the stable pool is logged, 1 to 1,000,000
public record LogPlan(
    RolloutId rollout, LogSource source, Pools pools, Sending sending, int logSample) {
  /// Checks its sample.
  ///
  /// @throws IllegalArgumentException when the sample is out of its range
  public LogPlan {
    if (logSample < 1 || logSample > LogLine.RAREST) {
      throw new IllegalArgumentException(
          "logSample must be 1 to %d, but is %d".formatted(LogLine.RAREST, logSample));
    }
  }

  /// What people call the balancer.
  String balancer() {
    return source.known();
  }

  /// True when a line with this ONE_IN can be of this balancer's configuration.
  boolean samples(int oneIn) {
    return oneIn == 1 || oneIn == logSample;
  }

  /// By what it is decided where a request goes.
  public enum Sending {
    /// By chance, each request by itself.
    EACH_REQUEST,
    /// A user stays where they were.
    EACH_USER
  }
}
