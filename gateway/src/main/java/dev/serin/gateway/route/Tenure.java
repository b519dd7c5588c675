package dev.serin.gateway.route;

/// Whether a revision of a rollout gets traffic, and since when not. Any thread may ask; one thread
/// at a time decides.
public final class Tenure {
  private volatile boolean over;
  private volatile long endedAt;

  /// It gets traffic from now on.
  public void resume() {
    over = false;
  }

  /// It gets no more; asked again, nothing changes.
  ///
  /// @param now of the monotonic clock, in nanoseconds
  public void end(long now) {
    if (!over) {
      endedAt = now;
      over = true;
    }
  }

  /// True when it has got nothing for longer than this.
  public boolean over(long now, long nanos) {
    return over && now - endedAt > nanos;
  }
}
