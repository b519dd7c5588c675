package dev.serin.server.store;

import dev.serin.core.rollout.RolloutId;
import java.util.function.LongSupplier;

/// The right of this process to run a rollout, until its node is not renewed in time.
///
/// Whoever moves traffic asks [#held] right before; what is written asks the database, by the
/// token.
public final class Lease {
  private final RolloutId id;
  private final String holder;
  private final long token;
  private final LongSupplier left;
  private volatile boolean lost;

  /// @param left how long its holder is renewed for, in nanoseconds from now
  Lease(RolloutId id, String holder, long token, LongSupplier left) {
    this.id = id;
    this.holder = holder;
    this.token = token;
    this.left = left;
  }

  /// The rollout that it is for.
  public RolloutId id() {
    return id;
  }

  /// Grows with each holder of the rollout, from 1.
  public long token() {
    return token;
  }

  /// True while nobody else can have got the rollout, by this machine's own clock. It errs on the
  /// safe side: a process that was stopped past the end of its lease sees false when it wakes up.
  public boolean held() {
    return !lost && left.getAsLong() > 0;
  }

  String holder() {
    return holder;
  }

  void lose() {
    lost = true;
  }

  @Override
  public String toString() {
    return "lease " + token + " of rollout " + id + " for " + holder;
  }
}
