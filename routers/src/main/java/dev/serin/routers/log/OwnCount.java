package dev.serin.routers.log;

import java.util.Optional;

/// What a balancer counts by itself: a second opinion on its log. It may take a moment and never
/// throws.
@FunctionalInterface
public interface OwnCount {
  /// A balancer that does not count its pools.
  OwnCount NONE = _ -> Optional.empty();

  /// What it counted of a pool since it began; empty when it does not tell.
  Optional<Totals> totals(String pool);

  /// Counts of one pool. They begin anew when the balancer is started again.
  ///
  /// @param requests that it sent to the pool
  /// @param failures of those, answers with a status of 500 or above, and none
  record Totals(long requests, long failures) {
    /// These and `more`.
    public Totals plus(Totals more) {
      return new Totals(requests + more.requests, failures + more.failures);
    }

    Totals minus(Totals earlier) {
      return new Totals(requests - earlier.requests, failures - earlier.failures);
    }
  }
}
