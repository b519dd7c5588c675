package dev.serin.gateway.http2;

import java.util.concurrent.TimeUnit;

/// Tells when a client sends too much that serves no message: pings, settings, priorities, window
/// updates, unknown or empty frames. All bytes that come are spent from an allowance; bytes of
/// messages earn them back, each frame that is sent earns a little, and so does time.
final class FloodGuard {
  private static final long MOST = 256 * 1024;
  private static final long PER_SECOND = 2 * 1024;
  private static final int PER_FRAME = 128;
  private static final int SENT_PER_EARNED = 64;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /// How many streams a client may make us reset in [#FAULT_NANOS] (CVE-2025-8671).
  private static final int FAULTS = 100;

  private static final long FAULT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private long left = MOST;
  private long refilledAt = System.nanoTime();
  private long faultsSince = System.nanoTime();
  private int faults;

  void received(int bytes) {
    left -= bytes;
  }

  /// So many of the bytes that came were part of a message.
  void useful(int bytes) {
    left += bytes + PER_FRAME;
  }

  /// A frame of a message was sent.
  void sent(int bytes) {
    left += PER_FRAME + bytes / SENT_PER_EARNED;
  }

  /// The client broke the rules of a stream, so that it must be reset.
  ///
  /// @return true when it did so too often
  boolean fault(long now) {
    if (now - faultsSince > FAULT_NANOS) {
      faultsSince = now;
      faults = 0;
    }
    return ++faults > FAULTS;
  }

  /// True when the allowance is used up.
  boolean flooded(long now) {
    long seconds = (now - refilledAt) / SECOND;
    if (seconds > 0) {
      refilledAt += seconds * SECOND;
      left += Math.min(MOST, seconds * PER_SECOND);
    }
    left = Math.min(left, MOST);
    return left < 0;
  }
}
