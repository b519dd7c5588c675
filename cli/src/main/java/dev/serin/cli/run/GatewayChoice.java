package dev.serin.cli.run;

import dev.serin.gateway.settings.AccessLog;
import dev.serin.gateway.settings.Entrance;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.server.Refusal;
import dev.serin.server.site.HostPort;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The options of the gateway: those of the manifests, with what a command line says instead.
final class GatewayChoice {
  /// The word for the standard output in place of a file.
  static final String STANDARD_OUTPUT = "-";

  private GatewayChoice() {}

  /// @param written what the manifests say
  /// @throws Refusal when the command line can not be meant so
  static GatewayOptions of(GatewayOptions written, RunOrder.Surroundings around) {
    GatewayOptions options = written.withEntrances(entrances(written.entrances(), around));
    if (around.admin() != null) {
      options = options.withAdmin(HostPort.parse("--admin", around.admin()));
    }
    if (around.gatewayThreads() != null) {
      options = options.withEventLoops(around.gatewayThreads());
    }
    if (around.accessLog() != null) {
      options = options.withAccessLog(accessLog(written.accessLog(), around.accessLog()));
    }
    return options;
  }

  /// `--listen` stands for all listeners; with `--tls-cert` all that listen speak TLS.
  private static List<Entrance> entrances(List<Entrance> written, RunOrder.Surroundings around) {
    List<Entrance> entrances =
        around.listen() == null
            ? written
            : List.of(Entrance.clear(HostPort.parse("--listen", around.listen())));
    Entrance.Tls tls = tls(around.tlsCertificate(), around.tlsKey());
    return tls == null
        ? entrances
        : entrances.stream()
            .map(entrance -> new Entrance(entrance.address(), tls, entrance.proxyProtocol()))
            .toList();
  }

  private static Entrance.@Nullable Tls tls(@Nullable String certificate, @Nullable String key) {
    if (certificate == null && key == null) {
      return null;
    }
    if (certificate == null || key == null) {
      throw new Refusal(
          "--tls-cert and --tls-key belong together; "
              + (key == null ? "--tls-key" : "--tls-cert")
              + " FILE is missing");
    }
    return new Entrance.Tls(Path.of(certificate), Path.of(key));
  }

  private static AccessLog accessLog(@Nullable AccessLog written, String file) {
    return new AccessLog(
        file.equals(STANDARD_OUTPUT) ? null : Path.of(file),
        written == null ? AccessLog.Format.JSON : written.format());
  }

  /// True when each request is written where a run tells of itself.
  static boolean talks(GatewayOptions options) {
    AccessLog log = options.accessLog();
    return log != null && log.file() == null;
  }
}
