package dev.serin.cli.serve;

import dev.serin.server.Server.Storage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a command line says about a server.
///
/// @param listen `host:port` of the API and the dashboard
/// @param secrets `name/key` to `env:VAR` or `file:PATH`
/// @param prometheus the address to ask in place of the manifests'; null for theirs
/// @param name what the other servers call it; null for the host's name
public record ServerOrder(
    String listen,
    Storage storage,
    Gateway gateway,
    Map<String, String> secrets,
    @Nullable String prometheus,
    @Nullable String name) {
  /// Copies its map.
  public ServerOrder {
    secrets = Map.copyOf(secrets);
  }

  /// Where the gateway is; each null when not said.
  ///
  /// @param listen `host:port` where users come in
  /// @param admin `host:port` of its own metrics
  public record Gateway(@Nullable String listen, @Nullable String admin) {}
}
