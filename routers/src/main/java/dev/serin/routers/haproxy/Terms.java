package dev.serin.routers.haproxy;

import dev.serin.core.engine.TrafficRouter.OnDrift;
import dev.serin.routers.Settings;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a manifest says about its HAProxy.
///
/// @param socket of the runtime API
/// @param config the file that holds the frontend
/// @param maps the folder of map files and of what Serin has to remember
/// @param frontend the section that users reach; null for the only one
/// @param binary HAProxy's program, to check a configuration with
/// @param reload the command that makes HAProxy read its configuration again
/// @param backend the backend whose weights are set; null unless the mechanism is weights
/// @param log where Serin receives the log
/// @param logSample one in so many of stable's requests is logged, 1 or more
/// @param hosts the host names that the rollout is for; all when there is none
/// @param paths the beginnings of the paths that it is for; all when there is none
/// @param authorities the certificates that servers with TLS are checked with
record Terms(
    SocketAddress socket,
    Path config,
    Path maps,
    @Nullable String frontend,
    String binary,
    List<String> reload,
    Mechanism mechanism,
    @Nullable String backend,
    InetSocketAddress log,
    int logSample,
    OnDrift onDrift,
    List<String> hosts,
    List<String> paths,
    Path authorities) {
  private static final List<String> RELOAD = List.of("systemctl", "reload", "haproxy");
  private static final String SECTION = "[A-Za-z0-9_.:-]+";

  /// Reads them.
  ///
  /// @throws IllegalArgumentException when a value can not be used
  static Terms of(@Nullable Object settings) {
    Settings given = Settings.of(Haproxy.KIND, settings);
    given.allow(
        "socket",
        "config",
        "maps",
        "frontend",
        "binary",
        "reload",
        "mechanism",
        "backend",
        "log",
        "logSample",
        "onDrift",
        "hosts",
        "paths",
        "authorities",
        "agents",
        "tls");
    Terms terms = read(given);
    terms.check();
    return terms;
  }

  private static Terms read(Settings given) {
    List<String> reload = given.texts("reload");
    return new Terms(
        RuntimeApi.address(given.text("socket").orElse("/run/haproxy/admin.sock")),
        given.path("config").orElse(Path.of("/etc/haproxy/haproxy.cfg")),
        given.path("maps").orElse(Path.of("/etc/haproxy/serin")),
        given.text("frontend").orElse(null),
        given.text("binary").orElse("haproxy"),
        reload.isEmpty() ? RELOAD : reload,
        given.word("mechanism", Mechanism.MAP),
        given.text("backend").orElse(null),
        given.address("log", "127.0.0.1:9514"),
        given.logSample(),
        given.onDrift(),
        given.texts("hosts"),
        given.texts("paths"),
        given.path("authorities").orElse(Path.of("/etc/ssl/certs/ca-certificates.crt")));
  }

  /// True when the rollout is for some requests of its frontend only.
  boolean scoped() {
    return !hosts.isEmpty() || !paths.isEmpty();
  }

  private void check() {
    if (!maps.isAbsolute() || maps.toString().matches("(?s).*[\\s,;()\"'\\\\#].*")) {
      throw wrong("maps", "an absolute path without spaces or quotes", maps.toString());
    }
    if (frontend != null && !frontend.matches(SECTION)) {
      throw wrong("frontend", "the name of a section", frontend);
    }
    if (mechanism == Mechanism.MAP && backend != null) {
      throw wrong("backend", "left out, unless mechanism is weights", backend);
    }
    if (mechanism == Mechanism.WEIGHTS && (backend == null || !backend.matches(SECTION))) {
      throw wrong("backend", "the name of the backend whose weights are to be set", "" + backend);
    }
    if (mechanism == Mechanism.WEIGHTS && logSample > 1) {
      throw wrong("logSample", "1 when mechanism is weights", Integer.toString(logSample));
    }
  }

  private static IllegalArgumentException wrong(String name, String right, String value) {
    return new IllegalArgumentException(
        "setting %s.%s must be %s, but is \"%s\"".formatted(Haproxy.KIND, name, right, value));
  }
}
