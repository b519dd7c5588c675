package dev.serin.gateway.proxy;

import dev.serin.gateway.pool.LiveEndpoint;

/// The connections of one lane to endpoints that speak one protocol.
public interface UpstreamPool {
  /// Gets what it asked for.
  interface Acquirer {
    /// A way to the endpoint, for one request.
    void acquired(Upstream upstream);

    /// The endpoint can not be connected to.
    void refused(Throwable cause);
  }

  /// A way over a connection that has not waited longer than `maxIdleNanos`, or over a new one.
  void acquire(LiveEndpoint endpoint, long maxIdleNanos, Acquirer to);

  /// Closes what waited for too long, or leads to an endpoint that is used no more.
  void sweep(long now);
}
