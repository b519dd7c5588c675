package dev.serin.gateway;

import dev.serin.gateway.client.Peer;
import dev.serin.gateway.settings.Limits;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The open connections of all clients, and how many more there may be.
final class Crowd {
  private final Limits limits;
  private final Runnable turned;
  private final AtomicInteger inside = new AtomicInteger();
  private final Map<String, Integer> byClient = new ConcurrentHashMap<>();

  /// Nobody.
  ///
  /// @param turned is run when it may have become full, or full no more
  Crowd(Limits limits, Runnable turned) {
    this.limits = limits;
    this.turned = turned;
  }

  void enter() {
    if (inside.incrementAndGet() >= limits.connections()) {
      turned.run();
    }
  }

  void leave() {
    if (inside.getAndDecrement() >= limits.connections()) {
      turned.run();
    }
  }

  int size() {
    return inside.get();
  }

  boolean full() {
    return inside.get() >= limits.connections();
  }

  /// Counts one more of a client's; false when it has as many as it may.
  ///
  /// A trusted proxy may have any number: its connections carry those of many clients.
  boolean join(Peer peer) {
    if (!counted(peer)) {
      return true;
    }
    int own = byClient.merge(peer.network(), 1, Integer::sum);
    if (own > limits.connectionsPerClient()) {
      part(peer);
      return false;
    }
    return true;
  }

  /// One less of a client's that joined.
  void part(Peer peer) {
    if (counted(peer)) {
      byClient.computeIfPresent(peer.network(), (_, own) -> own == 1 ? null : own - 1);
    }
  }

  private boolean counted(Peer peer) {
    return limits.connectionsPerClient() < limits.connections() && !peer.trusted();
  }
}
