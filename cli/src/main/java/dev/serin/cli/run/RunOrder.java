package dev.serin.cli.run;

import dev.serin.server.site.Targets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a command line says about a run.
///
/// @param files manifests and folders of manifests; with `--resume` perhaps a rollout's name
/// @param name which rollout, when there are several; empty when not said
/// @param stay true to serve on after the end
/// @param timeout how long it may take; null for ever
public record RunOrder(
    List<Path> files,
    String name,
    Targets targets,
    Surroundings surroundings,
    boolean stay,
    @Nullable Duration timeout) {
  /// Copies its list.
  public RunOrder {
    files = List.copyOf(files);
  }

  /// What is around a run; each null when not said.
  ///
  /// @param listen `host:port` where the gateway takes traffic
  /// @param admin `host:port` where its metrics are
  /// @param router the router to use in place of the manifest's
  /// @param prometheus the address to ask in place of the manifest's
  /// @param secrets `namespace/name/key`, or `name/key` for all, to `env:VAR` or `file:PATH`
  /// @param unguarded true to let a canary without an analysis go on unwatched
  /// @param gatewayThreads how many threads carry the gateway's traffic
  /// @param accessLog the file where each request is written down; `-` for the standard output
  /// @param tlsCertificate the file of the certificate that is shown to users
  /// @param tlsKey the file of its key
  public record Surroundings(
      @Nullable String listen,
      @Nullable String admin,
      @Nullable String router,
      @Nullable String prometheus,
      Map<String, String> secrets,
      boolean unguarded,
      @Nullable Integer gatewayThreads,
      @Nullable String accessLog,
      @Nullable String tlsCertificate,
      @Nullable String tlsKey) {
    /// Nothing is said but where to listen.
    public static Surroundings at(@Nullable String listen) {
      return new Surroundings(listen, null, null, null, Map.of(), false, null, null, null, null);
    }

    /// Copies its map.
    public Surroundings {
      secrets = Map.copyOf(secrets);
    }
  }
}
