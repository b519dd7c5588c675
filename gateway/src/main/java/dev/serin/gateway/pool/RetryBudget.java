package dev.serin.gateway.pool;

/// How many more requests one event loop may try once more, so that retries do not finish off a
/// backend that is overloaded already.
///
/// Each request earns a share of a retry, which loses its worth within some ten seconds; and all
/// event loops together earn ten a second in any case, of which a hundred can be saved.
public final class RetryBudget {
  /// How often [#tick()] is to be called.
  public static final long TICK_MILLIS = 100;

  private static final double FREE_A_SECOND = 10;
  private static final double SECONDS_KEPT = 10;
  private static final double TICKS_A_SECOND = 1000.0 / TICK_MILLIS;
  private static final double KEPT_PER_TICK = 1 - 1 / (SECONDS_KEPT * TICKS_A_SECOND);

  private final double share;
  private final double freePerTick;
  private final double mostFree;
  private double earned;
  private double free;

  /// A budget with all that can be saved.
  ///
  /// @param share what a request earns, 0 to 1 retries
  /// @param lanes how many event loops share the ten a second
  public RetryBudget(double share, int lanes) {
    this.share = share;
    this.freePerTick = FREE_A_SECOND / TICKS_A_SECOND / lanes;
    this.mostFree = Math.max(1, FREE_A_SECOND * SECONDS_KEPT / lanes);
    this.free = mostFree;
  }

  /// A request began.
  public void earn() {
    earned += share;
  }

  /// Takes one retry out; false when there is none.
  public boolean spend() {
    if (earned >= 1) {
      earned--;
      return true;
    }
    if (free >= 1) {
      free--;
      return true;
    }
    return false;
  }

  /// A tenth of a second is over.
  public void tick() {
    earned *= KEPT_PER_TICK;
    free = Math.min(mostFree, free + freePerTick);
  }
}
