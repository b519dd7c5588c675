package dev.serin.signals;

import java.util.concurrent.atomic.AtomicLongArray;

/// Counts what the gateway answered by itself, before it knew where the request belongs.
public final class Refusals {
  private final AtomicLongArray byStatus = new AtomicLongArray(Tally.statuses());

  /// One more.
  ///
  /// @param status 100 to 599
  public void count(int status) {
    byStatus.incrementAndGet(Tally.statusPlace(status));
  }

  /// How many had this status.
  public long of(int status) {
    return byStatus.get(Tally.statusPlace(status));
  }
}
