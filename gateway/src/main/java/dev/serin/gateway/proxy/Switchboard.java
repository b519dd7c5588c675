package dev.serin.gateway.proxy;

import dev.serin.gateway.pool.Backends;
import dev.serin.gateway.pool.LiveEndpoint;
import dev.serin.gateway.route.RouteTable;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.signals.Series;
import dev.serin.gateway.signals.SignalBook;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What all event loops share: the table in force, the options and the numbers. A request reads
/// the table once, so that a change never reaches into a request that has begun.
public final class Switchboard {
  private final GatewayOptions options;
  private final SignalBook book;
  private volatile @Nullable RouteTable table;
  private volatile Backends backends = Backends.none();
  private volatile Set<LiveEndpoint> endpoints = Set.of();
  private volatile boolean draining;

  public Switchboard(GatewayOptions options) {
    this.options = options;
    this.book = new SignalBook(options.eventLoops());
  }

  public GatewayOptions options() {
    return options;
  }

  public SignalBook book() {
    return book;
  }

  /// The table in force; null before the first.
  public @Nullable RouteTable table() {
    return table;
  }

  public void put(RouteTable next) {
    table = next;
  }

  /// The series that the table in force counts into.
  public List<Series> routed() {
    RouteTable now = table;
    return now == null ? List.of() : List.of(now.stable().series(), now.canary().series());
  }

  /// The endpoints in use: another object when they are others.
  public Set<LiveEndpoint> endpoints() {
    return endpoints;
  }

  public Backends backends() {
    return backends;
  }

  public void use(Backends next) {
    backends = next;
    endpoints = next.endpoints();
  }

  /// True when no connection is to be used again.
  public boolean draining() {
    return draining;
  }

  public void drain() {
    draining = true;
  }
}
