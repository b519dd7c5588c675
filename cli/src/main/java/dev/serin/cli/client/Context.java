package dev.serin.cli.client;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A saved server.
///
/// @param token empty for none
/// @param caCert PEM file of the authority that vouches for the server; null for the usual ones
/// @param namespace where rollouts are looked for; empty for `default`
public record Context(
    String name, URI server, String token, @Nullable Path caCert, String namespace) {
  /// Without the token.
  @Override
  public String toString() {
    return name + " (" + server + ")";
  }
}
