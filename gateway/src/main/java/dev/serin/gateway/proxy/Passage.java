package dev.serin.gateway.proxy;

import dev.serin.gateway.pool.Attempts;
import dev.serin.gateway.route.Side;
import dev.serin.signals.Tally;

/// What the gateway keeps of a request while a tunnel is open that it asked for.
public final class Passage {
  private final Lane lane;
  private final Side side;
  private final Attempts attempts;
  private final Account account;

  Passage(Lane lane, Side side, Attempts attempts, Account account) {
    this.lane = lane;
    this.side = side;
    this.attempts = attempts;
    this.account = account;
    account.count(Tally.Count.TUNNELS, 1);
  }

  /// Bytes came from the client.
  public void received(int bytes) {
    account.received(bytes);
  }

  /// Bytes were written for the client.
  public void sent(int bytes) {
    account.sent(bytes);
  }

  /// True when its revision or its endpoint has got no more traffic for so long that it must end.
  public boolean overdue(long now) {
    return lane.overdue(side, attempts, now);
  }

  /// It is ended because it is overdue.
  public void cutOff() {
    account.count(Tally.Count.TUNNELS_CUT, 1);
    account.cutOff();
  }

  /// The tunnel is over; to be told once.
  public void ended() {
    attempts.leave();
    account.count(Tally.Count.TUNNELS, -1);
    account.tunnelEnded();
  }
}
