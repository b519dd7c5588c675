package dev.serin.gateway.proxy;

import dev.serin.gateway.pool.Attempts;
import dev.serin.gateway.route.Side;
import dev.serin.gateway.signals.Tally;

/// What the gateway keeps of a request while a tunnel is open that it asked for.
public final class Passage {
  private final Lane lane;
  private final Side side;
  private final Attempts attempts;
  private final Tally tally;

  Passage(Lane lane, Side side, Attempts attempts) {
    this.lane = lane;
    this.side = side;
    this.attempts = attempts;
    this.tally = lane.tally(side);
    tally.count(Tally.Count.TUNNELS, 1);
  }

  /// Counts bytes.
  public Tally tally() {
    return tally;
  }

  /// True when its revision or its endpoint has got no more traffic for so long that it must end.
  public boolean overdue(long now) {
    return lane.overdue(side, attempts, now);
  }

  /// It is ended because it is overdue.
  public void cutOff() {
    tally.count(Tally.Count.CUT_OFF, 1);
  }

  /// The tunnel is over; to be told once.
  public void ended() {
    attempts.leave();
    tally.count(Tally.Count.TUNNELS, -1);
    tally.count(Tally.Count.IN_FLIGHT, -1);
  }
}
