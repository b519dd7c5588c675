package dev.serin.cli.serve;

import dev.serin.server.access.AccessOptions;
import dev.serin.server.process.Server.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a command line says about a server.
///
/// @param listen `host:port` of the API and the dashboard
/// @param notifications the file that says who is told of what; null for nobody
/// @param keepMeasurements how long those are kept that no state holds; null for the usual time
/// @param name what the other servers call it; null for the host's name
public record ServerOrder(
    String listen,
    Storage storage,
    Gateway gateway,
    Outside outside,
    Access access,
    @Nullable Path notifications,
    @Nullable Duration keepMeasurements,
    @Nullable String name) {
  /// Where the gateway is; each null when not said.
  ///
  /// @param listen `host:port` where users come in
  /// @param admin `host:port` of its own metrics
  public record Gateway(@Nullable String listen, @Nullable String admin) {}

  /// What it may ask of the world outside.
  ///
  /// @param secrets `name/key` to `env:VAR` or `file:PATH`
  /// @param prometheus the address to ask in place of the manifests'; null for theirs
  /// @param excluded rules of addresses that must not be asked
  /// @param allowed rules of those that may be asked all the same
  public record Outside(
      Map<String, String> secrets,
      @Nullable String prometheus,
      List<String> excluded,
      List<String> allowed) {
    /// Copies its collections.
    public Outside {
      secrets = Map.copyOf(secrets);
      excluded = List.copyOf(excluded);
      allowed = List.copyOf(allowed);
    }
  }

  /// Who gets in.
  ///
  /// @param publicUrl where people see it; empty for where it listens
  public record Access(AccessOptions.Given given, String publicUrl) {}
}
