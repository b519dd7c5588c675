package dev.serin.gateway;

/// What the gateway believes of the `X-Forwarded-Proto` and `X-Forwarded-Host` that a client
/// sends. The client's address is added to `X-Forwarded-For` in both cases.
public enum ForwardedHeaders {
  /// Nothing: it writes its own. Right where clients reach the gateway themselves.
  REPLACE,
  /// All: it fills in what is missing. Right behind a proxy that sets them.
  KEEP
}
