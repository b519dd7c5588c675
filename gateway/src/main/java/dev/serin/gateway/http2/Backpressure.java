package dev.serin.gateway.http2;

import io.netty.channel.ChannelFuture;

/// Counts what was written on one stream and has not left yet, because a window is used up or the
/// socket is busy. Each stream is bounded by itself, so that one whose reader is slow stops nobody
/// else.
final class Backpressure {
  private static final int HIGH = 64 * 1024;
  private static final int LOW = 32 * 1024;

  private final Runnable relieved;
  private long waiting;
  private boolean full;

  /// Nothing waits.
  ///
  /// @param relieved is run when more may be written again
  Backpressure(Runnable relieved) {
    this.relieved = relieved;
  }

  void written(int bytes, ChannelFuture sent) {
    waiting += bytes;
    full |= waiting >= HIGH;
    var _ = sent.addListener(_ -> left(bytes));
  }

  private void left(int bytes) {
    waiting -= bytes;
    if (full && waiting < LOW) {
      full = false;
      relieved.run();
    }
  }

  /// False when no more should be written.
  boolean writable() {
    return !full;
  }
}
