package dev.serin.routers.agent;

import dev.serin.routers.Settings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a manifest says of load balancers on other machines, under any router's word: `agents`, and
/// with them `tls`.
///
/// @param agents where they listen, at least one
/// @param tls by what they and Serin know each other
public record AgentSettings(List<InetSocketAddress> agents, TlsFiles tls) {
  /// The names of its settings.
  public static final List<String> NAMES = List.of("agents", "tls");

  /// Copies its list.
  public AgentSettings {
    agents = List.copyOf(agents);
  }

  /// Reads it; empty when no agent is named, and the load balancer is on this machine.
  ///
  /// @throws IllegalArgumentException when a setting can not be used; the message names it and what
  ///     it should hold
  public static Optional<AgentSettings> of(String kind, @Nullable Object settings) {
    Settings read = Settings.of(kind, settings);
    List<InetSocketAddress> agents = read.addresses("agents");
    Optional<Settings> tls = read.part("tls");
    if (agents.isEmpty()) {
      if (tls.isPresent()) {
        throw new IllegalArgumentException(
            "setting %s.tls is for agents: add agents, such as [lb1:9443], or leave it out"
                .formatted(kind));
      }
      return Optional.empty();
    }
    Settings files =
        tls.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "setting %s.tls is missing: agents are asked over TLS with {certificate: FILE, key: FILE, authority: FILE}"
                        .formatted(kind)));
    files.allow("certificate", "key", "authority");
    return Optional.of(
        new AgentSettings(
            agents,
            new TlsFiles(
                file(files, "certificate"), file(files, "key"), file(files, "authority"))));
  }

  private static Path file(Settings files, String name) {
    return files
        .path(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s is missing: write the path of a file in PEM".formatted(files.at(name))));
  }
}
