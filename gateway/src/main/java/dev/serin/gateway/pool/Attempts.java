package dev.serin.gateway.pool;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The endpoints that one request was given to, one after the other.
public final class Attempts {
  private static final int MOST_ENDPOINTS = 3;

  private final EndpointPool pool;
  private Set<LiveEndpoint> tried = Set.of();
  private @Nullable LiveEndpoint endpoint;
  private boolean inconclusive;

  public Attempts(EndpointPool pool) {
    this.pool = pool;
  }

  /// True when there is one more endpoint to try.
  public boolean left() {
    return tried.size() < MOST_ENDPOINTS && pool.pick(tried) != null;
  }

  /// The endpoint that has the request now; null when none is left.
  public @Nullable LiveEndpoint next() {
    LiveEndpoint next = tried.size() < MOST_ENDPOINTS ? pool.pick(tried) : null;
    endpoint = next;
    if (next != null) {
      next.inFlight().incrementAndGet();
    }
    return next;
  }

  /// The endpoint could not be connected to. It is down, unless the gateway could not even try.
  ///
  /// @return true when the endpoint is to blame
  public boolean refused(Throwable cause) {
    LiveEndpoint refusing = endpoint;
    boolean blamed = ConnectFailure.ofEndpoint(cause);
    leave();
    if (refusing != null) {
      tried = new HashSet<>(tried);
      tried.add(refusing);
      if (blamed) {
        refusing.refused("can not be connected to: " + cause.getMessage());
      }
    }
    inconclusive |= !blamed;
    return blamed;
  }

  /// True when an endpoint was not reached through no fault of its own, so that nobody knows
  /// whether it would have answered.
  public boolean inconclusive() {
    return inconclusive;
  }

  /// The endpoint does not have the request any more.
  public void leave() {
    if (endpoint != null) {
      endpoint.inFlight().decrementAndGet();
      endpoint = null;
    }
  }
}
