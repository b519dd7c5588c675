package dev.serin.gateway;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What all event loops share: the table in force, the options and the numbers. A request reads
/// the table once, so that a change never reaches into a request that has begun.
final class Switchboard {
  private final GatewayOptions options;
  private final SignalBook book;
  private volatile @Nullable RouteTable table;
  private volatile Backends backends = Backends.none();
  private volatile Set<LiveEndpoint> endpoints = Set.of();
  private volatile boolean draining;

  Switchboard(GatewayOptions options) {
    this.options = options;
    this.book = new SignalBook(options.eventLoops());
  }

  GatewayOptions options() {
    return options;
  }

  SignalBook book() {
    return book;
  }

  /// The table in force; null before the first.
  @Nullable RouteTable table() {
    return table;
  }

  void put(RouteTable next) {
    table = next;
  }

  /// The series that the table in force counts into.
  List<Series> routed() {
    RouteTable now = table;
    return now == null ? List.of() : List.of(now.stable().series(), now.canary().series());
  }

  /// The endpoints in use: another object when they are others.
  Set<LiveEndpoint> endpoints() {
    return endpoints;
  }

  Backends backends() {
    return backends;
  }

  void use(Backends next) {
    backends = next;
    endpoints = next.endpoints();
  }

  /// True when no connection is to be used again.
  boolean draining() {
    return draining;
  }

  void drain() {
    draining = true;
  }
}
