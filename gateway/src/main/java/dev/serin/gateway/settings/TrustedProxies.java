package dev.serin.gateway.settings;

import java.util.List;

/// The proxies in front whose word about the client is believed: `Forwarded`, `X-Forwarded-*`.
/// What anybody else says of himself is replaced.
///
/// @param networks in CIDR notation, such as `10.0.0.0/8` or `::1/128`
public record TrustedProxies(List<String> networks) {
  /// Clients reach the gateway themselves.
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  /// Copies its list.
  public TrustedProxies {
    networks = List.copyOf(networks);
  }
}
