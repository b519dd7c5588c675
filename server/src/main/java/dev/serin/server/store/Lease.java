package dev.serin.server.store;

import dev.serin.core.rollout.RolloutId;
import java.util.function.BooleanSupplier;

/// The right of this process to run a rollout, until its node is not renewed in time.
///
/// Whoever moves traffic asks [#held] right before; what is written asks the database, by the
/// token.
public final class Lease {
  private final RolloutId id;
  private final String holder;
  private final long token;
  private final BooleanSupplier alive;
  private volatile boolean lost;

  /// @param alive whether its holder's time is not over by this machine's clocks
  Lease(RolloutId id, String holder, long token, BooleanSupplier alive) {
    this.id = id;
    this.holder = holder;
    this.token = token;
    this.alive = alive;
  }

  /// The rollout that it is for.
  public RolloutId id() {
    return id;
  }

  /// Grows with each holder of the rollout, from 1.
  public long token() {
    return token;
  }

  /// True while nobody else can have got the rollout, by this machine's own clocks. It errs on the
  /// safe side: a process that was stopped past the end of its lease sees false when it wakes up.
  public boolean held() {
    return !lost && alive.getAsBoolean();
  }

  /// True once it is certain that it is over: it was given back, or came to an end before it was
  /// renewed. One that is neither lost nor [#held] may still be renewed, and then holds again.
  public boolean lost() {
    return lost;
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
