package dev.serin.gateway.proxy;

import dev.serin.gateway.message.Bounds;
import dev.serin.gateway.route.Directory;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.signals.Refusals;

/// What all event loops share: the directory in force, the options and the numbers of what belongs
/// to no rollout.
public final class Switchboard {
  private final GatewayOptions options;
  private final Refusals refusals = new Refusals();
  private final Bounds requestBounds;
  private final Bounds responseBounds;
  private final Directory directory = new Directory();
  private volatile boolean draining;

  public Switchboard(GatewayOptions options) {
    this.options = options;
    this.requestBounds = options.limits().request();
    this.responseBounds = options.limits().response();
  }

  public GatewayOptions options() {
    return options;
  }

  /// How large a request may be.
  public Bounds requestBounds() {
    return requestBounds;
  }

  /// How large a response may be.
  public Bounds responseBounds() {
    return responseBounds;
  }

  /// What the gateway answered before it knew where the request belongs.
  public Refusals refusals() {
    return refusals;
  }

  /// Who is served where, and how.
  public Directory directory() {
    return directory;
  }

  /// True when no connection is to be used again.
  public boolean draining() {
    return draining;
  }

  public void drain() {
    draining = true;
  }
}
