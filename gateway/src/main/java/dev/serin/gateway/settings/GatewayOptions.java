package dev.serin.gateway.settings;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a gateway works, beside what it routes.
///
/// @param entrances where clients come in, at least one
/// @param admin where `/metrics` and `/healthz` are; null for 127.0.0.1 and the port after the
///     first entrance's, or any free port when that is taken
/// @param stickiness who sees one version all the time
/// @param trusted whose word about a client is believed
/// @param timeouts how long it waits
/// @param limits how much others may take
/// @param resilience what it does about endpoints that fail
/// @param accessLog where each request is written down; null for nowhere
/// @param eventLoops the threads that carry traffic, 1 to 64
public record GatewayOptions(
    List<Entrance> entrances,
    @Nullable InetSocketAddress admin,
    Stickiness stickiness,
    TrustedProxies trusted,
    Timeouts timeouts,
    Limits limits,
    Resilience resilience,
    @Nullable AccessLog accessLog,
    int eventLoops) {
  /// So many threads can carry traffic.
  public static final int MOST_EVENT_LOOPS = 64;

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException when there is no entrance, or not 1 to 64 event loops
  public GatewayOptions {
    entrances = List.copyOf(entrances);
    if (entrances.isEmpty()) {
      throw new IllegalArgumentException("a gateway needs an entrance");
    }
    if (eventLoops < 1 || eventLoops > MOST_EVENT_LOOPS) {
      throw new IllegalArgumentException("event loops must be 1 to 64, but are " + eventLoops);
    }
  }

  /// A cookie `serin` for 30 days, nobody trusted, the usual timeouts and limits, no access log,
  /// two threads.
  public static GatewayOptions at(InetSocketAddress address) {
    return new GatewayOptions(
        List.of(Entrance.clear(address)),
        null,
        new Stickiness.OwnCookie("serin", Duration.ofDays(30)),
        TrustedProxies.NONE,
        Timeouts.DEFAULT,
        Limits.DEFAULT,
        Resilience.DEFAULT,
        null,
        2);
  }

  /// The same but for where clients come in.
  public GatewayOptions withEntrances(List<Entrance> others) {
    return new GatewayOptions(
        others, admin, stickiness, trusted, timeouts, limits, resilience, accessLog, eventLoops);
  }

  /// The same but for where `/metrics` is.
  public GatewayOptions withAdmin(InetSocketAddress address) {
    return new GatewayOptions(
        entrances,
        address,
        stickiness,
        trusted,
        timeouts,
        limits,
        resilience,
        accessLog,
        eventLoops);
  }

  /// The same but for who sees one version all the time.
  public GatewayOptions withStickiness(Stickiness other) {
    return new GatewayOptions(
        entrances, admin, other, trusted, timeouts, limits, resilience, accessLog, eventLoops);
  }

  /// The same but for whose word about a client is believed.
  public GatewayOptions withTrusted(TrustedProxies others) {
    return new GatewayOptions(
        entrances, admin, stickiness, others, timeouts, limits, resilience, accessLog, eventLoops);
  }

  /// The same but for how long it waits.
  public GatewayOptions withTimeouts(Timeouts others) {
    return new GatewayOptions(
        entrances, admin, stickiness, trusted, others, limits, resilience, accessLog, eventLoops);
  }

  /// The same but for how much others may take.
  public GatewayOptions withLimits(Limits others) {
    return new GatewayOptions(
        entrances, admin, stickiness, trusted, timeouts, others, resilience, accessLog, eventLoops);
  }

  /// The same but for what it does about endpoints that fail.
  public GatewayOptions withResilience(Resilience other) {
    return new GatewayOptions(
        entrances, admin, stickiness, trusted, timeouts, limits, other, accessLog, eventLoops);
  }

  /// The same but for where each request is written down.
  public GatewayOptions withAccessLog(AccessLog other) {
    return new GatewayOptions(
        entrances, admin, stickiness, trusted, timeouts, limits, resilience, other, eventLoops);
  }

  /// The same but for the threads that carry traffic, 1 to 64.
  public GatewayOptions withEventLoops(int count) {
    return new GatewayOptions(
        entrances, admin, stickiness, trusted, timeouts, limits, resilience, accessLog, count);
  }
}
