package dev.serin.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a gateway works, beside what it routes.
///
/// @param admin where `/metrics` and `/healthz` are; null for 127.0.0.1 and the port after the
///     main one, or any free port when that is taken
/// @param stickiness who sees one version all the time
/// @param forwarded what it believes of a client's `X-Forwarded-*`
/// @param timeouts how long it waits
/// @param eventLoops the threads that carry traffic, 1 to 64
public record GatewayOptions(
    @Nullable InetSocketAddress admin,
    Stickiness stickiness,
    ForwardedHeaders forwarded,
    Timeouts timeouts,
    int eventLoops) {
  /// A cookie `serin` for 30 days, the usual timeouts, two threads.
  public static final GatewayOptions DEFAULT =
      new GatewayOptions(
          null,
          new Stickiness.OwnCookie("serin", Duration.ofDays(30)),
          ForwardedHeaders.REPLACE,
          Timeouts.DEFAULT,
          2);

  /// @throws IllegalArgumentException when there are not 1 to 64 event loops
  public GatewayOptions {
    if (eventLoops < 1 || eventLoops > 64) {
      throw new IllegalArgumentException("event loops must be 1 to 64, but are " + eventLoops);
    }
  }

  /// The same but for where `/metrics` is.
  public GatewayOptions withAdmin(InetSocketAddress address) {
    return new GatewayOptions(address, stickiness, forwarded, timeouts, eventLoops);
  }

  /// The same but for who sees one version all the time.
  public GatewayOptions withStickiness(Stickiness other) {
    return new GatewayOptions(admin, other, forwarded, timeouts, eventLoops);
  }

  /// The same but for what is believed of a client's `X-Forwarded-*`.
  public GatewayOptions withForwarded(ForwardedHeaders other) {
    return new GatewayOptions(admin, stickiness, other, timeouts, eventLoops);
  }

  /// The same but for how long it waits.
  public GatewayOptions withTimeouts(Timeouts other) {
    return new GatewayOptions(admin, stickiness, forwarded, other, eventLoops);
  }
}
