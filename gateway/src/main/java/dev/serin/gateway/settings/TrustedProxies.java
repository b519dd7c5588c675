package dev.serin.gateway.settings;

import dev.serin.gateway.client.Networks;
import java.util.List;

/// The proxies in front whose word about the client is believed: `Forwarded`, `X-Forwarded-*`.
/// What anybody else says of himself is replaced.
///
/// @param networks in CIDR notation, such as `10.0.0.0/8` or `::1/128`; an address alone is a
///     network of one
public record TrustedProxies(List<String> networks) {
  /// Clients reach the gateway themselves.
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  /// Copies its list, and looks at each.
  ///
  /// @throws IllegalArgumentException when one is no network
  public TrustedProxies {
    networks = List.copyOf(networks);
    var _ = Networks.of(networks);
  }
}
