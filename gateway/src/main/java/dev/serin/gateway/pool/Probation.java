package dev.serin.gateway.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What becomes of an endpoint that failed, or that is new among others.
///
/// ```
/// TRUSTED --failures in a row--> EJECTED --its time is over--> COMING BACK --slow start--> TRUSTED
///    |                              ^                              |
///    |                              +------failures in a row-------+
///    +--new, or its checks succeed again--> COMING BACK
/// ```
/// Any thread may ask. Who answers well only reads, so that event loops do not slow each other
/// down.
final class Probation {
  private static final double FIRST_SHARE = 0.1;

  /// So much longer than the first an ejection is at most.
  private static final int LONGEST = 10;

  private volatile boolean trusted = true;
  private volatile int failures;
  private volatile @Nullable Ejection last;
  private volatile long comesBackAt;
  private volatile long ejections;

  /// A time without requests.
  ///
  /// @param times how many there were in a row, with this one
  private record Ejection(long from, long until, int times) {
    boolean inForce(long now) {
      return now - until < 0;
    }

    /// True when what happens now follows on it: the endpoint was not well for as long as it was
    /// out.
    boolean recent(long now) {
      return now - until < until - from;
    }
  }

  /// True when there is nothing to be asked.
  boolean trusted() {
    return trusted;
  }

  /// True while it is out.
  boolean ejected(long now) {
    Ejection ejection = last;
    return !trusted && ejection != null && ejection.inForce(now);
  }

  /// How often it was put out.
  long ejections() {
    return ejections;
  }

  /// Which part of its share it gets: a tenth at the beginning of its slow start, 1 at the end.
  double share(long now, Duration slowStart) {
    return trusted
        ? 1
        : FIRST_SHARE + (1 - FIRST_SHARE) * Math.clamp(progress(now, slowStart), 0, 1);
  }

  /// Ends its slow start, when its time is over.
  void settle(long now, Duration slowStart) {
    if (!trusted && progress(now, slowStart) >= 1) {
      trusted = true;
    }
  }

  private double progress(long now, Duration slowStart) {
    return (double) (now - comesBackAt) / Math.max(1, slowStart.toNanos());
  }

  /// It answered, and well.
  void answered() {
    if (failures != 0) {
      failures = 0;
    }
  }

  /// It failed.
  ///
  /// @return how often in a row
  synchronized int failed() {
    failures++;
    return failures;
  }

  /// Puts it out; the longer, the sooner after the last time.
  ///
  /// @param first how long the first time
  synchronized void eject(long now, Duration first) {
    Ejection before = last;
    int times = before != null && before.recent(now) ? Math.min(LONGEST, before.times() + 1) : 1;
    long until = now + first.toNanos() * times;
    last = new Ejection(now, until, times);
    failures = 0;
    ejections++;
    comesBackAt = until;
    trusted = false;
  }

  /// It serves again, or for the first time; but little.
  synchronized void comeBack(long now) {
    if (!ejected(now)) {
      comesBackAt = now;
      trusted = false;
    }
  }
}
