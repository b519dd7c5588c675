package dev.serin.providers.http;

/// Whom a provider believes to be the server that it asked.
public sealed interface Trust {
  /// Servers with a certificate of an authority that this machine knows.
  record Known() implements Trust {}

  /// Also servers with a certificate of these authorities.
  ///
  /// @param pem one or more certificates
  record Authorities(String pem) implements Trust {}

  /// Everyone: neither certificate nor host name are checked.
  record Anyone() implements Trust {}
}
