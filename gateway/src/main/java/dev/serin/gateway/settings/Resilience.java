package dev.serin.gateway.settings;

import java.time.Duration;

/// What the gateway does about endpoints that fail.
///
/// @param retryShare how many of the requests may be tried once more, 0 to 1; ten a second may
///     in any case
/// @param ejectAfter failures in a row that take an endpoint out for a while: connections that
///     fail or break, answers that do not come, statuses 502 to 504; 0 for never
/// @param ejectFor how long the first time; each time in a row as much longer
/// @param mostEjected the share of a pool that may be out at once, 0 to 1; the last is never
/// @param slowStart how long an endpoint that comes back, or joins others, gets fewer requests
///     than its share; zero for none
public record Resilience(
    double retryShare, int ejectAfter, Duration ejectFor, double mostEjected, Duration slowStart) {
  /// A fifth of the requests tried again, out after five failures for 30 s, at most half of the
  /// pool, and 10 s to come back.
  public static final Resilience DEFAULT =
      new Resilience(0.2, 5, Duration.ofSeconds(30), 0.5, Duration.ofSeconds(10));

  /// Checks each of them.
  ///
  /// @throws IllegalArgumentException when one is outside what it may be
  public Resilience {
    requireShare("retryShare", retryShare);
    requireShare("mostEjected", mostEjected);
    if (ejectAfter < 0) {
      throw new IllegalArgumentException("ejectAfter must be 0 or more, but is " + ejectAfter);
    }
    if (ejectFor.isNegative() || slowStart.isNegative()) {
      throw new IllegalArgumentException("ejectFor and slowStart must not be negative");
    }
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " must be 0 to 1, but is " + share);
    }
  }
}
