package dev.serin.gateway.pool;

import java.nio.channels.ClosedChannelException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The endpoints that one request was given to, one after the other.
public final class Attempts {
  private static final int MOST_ENDPOINTS = 3;
  private static final int FIRST_BLAMED = 502;
  private static final int LAST_BLAMED = 504;

  private final EndpointPool pool;
  private final RetryBudget budget;
  private Set<LiveEndpoint> tried = Set.of();
  private @Nullable LiveEndpoint endpoint;
  private int made;
  private boolean inconclusive;
  private boolean denied;
  private boolean strayed;

  /// A request that was given to nobody yet.
  ///
  /// @param budget of the event loop
  public Attempts(EndpointPool pool, RetryBudget budget) {
    this.pool = pool;
    this.budget = budget;
  }

  /// True when there is one more endpoint to try.
  public boolean left() {
    return tried.size() < MOST_ENDPOINTS && pool.pick(tried) != null;
  }

  /// The endpoint that has the request now; null when none is left, or no more attempt is allowed.
  public @Nullable LiveEndpoint next() {
    LiveEndpoint next = tried.size() < MOST_ENDPOINTS ? pool.pick(tried) : null;
    if (next != null && !allowed()) {
      next = null;
    }
    endpoint = next;
    if (next != null) {
      made++;
      next.inFlight().incrementAndGet();
    }
    return next;
  }

  private boolean allowed() {
    if (made == 0) {
      budget.earn();
      return true;
    }
    denied = !budget.spend();
    return !denied;
  }

  /// How many endpoints it was given to.
  public int made() {
    return made;
  }

  /// True when there was one more endpoint to try, but too many requests are tried again.
  public boolean denied() {
    return denied;
  }

  /// The endpoint could not be connected to. It is down, unless the gateway could not even try.
  ///
  /// @return true when the endpoint is to blame
  public boolean refused(Throwable cause) {
    LiveEndpoint refusing = endpoint;
    boolean blamed = ConnectFailure.ofEndpoint(cause);
    if (blamed) {
      failed();
    }
    leave();
    if (stray(cause)) {
      return false;
    }
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

  /// True once for a socket that was closed before it was connected: with Linux' epoll a new one
  /// may hear of the end of the one whose number it got. That says nothing of anybody.
  private boolean stray(Throwable cause) {
    boolean stray = !strayed && cause instanceof ClosedChannelException;
    strayed |= stray;
    return stray;
  }

  /// True when an endpoint was not reached through no fault of its own, so that nobody knows
  /// whether it would have answered.
  public boolean inconclusive() {
    return inconclusive;
  }

  /// The endpoint answered, and has the request no more.
  ///
  /// @param status 502 to 504 is a failure of the endpoint
  public void answered(int status) {
    if (status >= FIRST_BLAMED && status <= LAST_BLAMED) {
      failed();
    } else if (endpoint != null) {
      endpoint.probation().answered();
    }
    leave();
  }

  /// The endpoint broke off, or did not answer in time.
  public void failed() {
    if (endpoint != null) {
      pool.failed(endpoint, System.nanoTime());
    }
  }

  /// True when the endpoint that has the request was taken away so long ago.
  public boolean orphaned(long now, long nanos) {
    LiveEndpoint holding = endpoint;
    return holding != null && holding.retired() && now - holding.retiredAt() > nanos;
  }

  /// The endpoint does not have the request any more.
  public void leave() {
    if (endpoint != null) {
      endpoint.inFlight().decrementAndGet();
      endpoint = null;
    }
  }
}
