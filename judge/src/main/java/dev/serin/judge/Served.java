package dev.serin.judge;

import dev.serin.judge.latency.LatencyHistogram;

/// What one population served over some time.
///
/// @param routed requests that were sent its way, also those that are not over and those that the
///     client gave up; at least 0
/// @param answered requests that it answered, or failed to answer; what a client gave up is not
///     among them. They can be more than the routed: those that were routed before this time
///     began
/// @param failed of the answered
/// @param abandoned requests that the client gave up before it had the whole answer
/// @param latency of the answered
public record Served(
    long routed, long answered, long failed, long abandoned, LatencyHistogram latency) {
  /// Checks its counts.
  ///
  /// @throws IllegalArgumentException when more failed than were answered, or a count is negative
  public Served {
    if (routed < 0 || failed < 0 || failed > answered || abandoned < 0) {
      throw new IllegalArgumentException(
          "%d routed, %d answered, %d failed and %d abandoned requests: counts must be 0 or more, and"
                  .formatted(routed, answered, failed, abandoned)
              + " no more can fail than are answered");
    }
  }

  /// Requests that are over: answered, failed or given up.
  public long ended() {
    return answered + abandoned;
  }

  /// What came since `earlier`.
  ///
  /// @throws IllegalArgumentException when `earlier` is no earlier state of the same counts
  public Served minus(Served earlier) {
    return new Served(
        routed - earlier.routed,
        answered - earlier.answered,
        failed - earlier.failed,
        abandoned - earlier.abandoned,
        latency.minus(earlier.latency));
  }
}
