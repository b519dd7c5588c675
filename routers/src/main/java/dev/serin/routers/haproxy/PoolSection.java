package dev.serin.routers.haproxy;

import dev.serin.core.engine.Backend;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The section of a pool: a backend whose servers HAProxy checks itself.
record PoolSection(String name, Backend backend, Terms terms) {
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    Backend.HealthCheck check = backend.healthCheck();
    lines.add("backend " + name);
    lines.add("  mode http");
    lines.add("  balance roundrobin");
    if (!check.connectOnly()) {
      lines.add("  option httpchk GET " + Word.of(check.path()));
    }
    lines.add("  timeout check %dms".formatted(check.timeout().toMillis()));
    int number = 1;
    for (Backend.Endpoint endpoint : backend.endpoints()) {
      lines.add("  server s%d %s".formatted(number++, server(endpoint)));
    }
    return lines;
  }

  private String server(Backend.Endpoint endpoint) {
    Backend.HealthCheck check = backend.healthCheck();
    return "%s weight %d check inter %dms rise %d fall %d%s"
        .formatted(
            address(endpoint.url()),
            Math.min(endpoint.weight(), ServerWeights.MOST),
            check.interval().toMillis(),
            check.healthyThreshold(),
            check.unhealthyThreshold(),
            options(endpoint.url()));
  }

  private String options(URI url) {
    boolean secure = secure(url);
    boolean second = backend.protocol() == Backend.Protocol.HTTP_2;
    StringBuilder options = new StringBuilder();
    if (secure) {
      options
          .append(" ssl verify required ca-file ")
          .append(Word.of(terms.authorities().toString()))
          .append(" verifyhost ")
          .append(Word.of(url.getHost()))
          .append(" sni ")
          .append("str(" + host(url) + ")");
    }
    if (second) {
      options.append(secure ? " alpn h2 check-alpn h2" : " proto h2 check-proto h2");
    }
    return options.toString();
  }

  /// The host and port of a server.
  ///
  /// @throws IllegalArgumentException when it has no host that HAProxy could read
  static String address(URI url) {
    int port = url.getPort() > 0 ? url.getPort() : secure(url) ? 443 : 80;
    return host(url) + ":" + port;
  }

  private static String host(URI url) {
    String host = url.getHost();
    if (host == null || !host.matches("[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\]")) {
      throw new IllegalArgumentException(
          "an endpoint must be http://host:port or https://host:port, but is \"" + url + "\"");
    }
    return host.toLowerCase(Locale.ROOT);
  }

  private static boolean secure(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }
}
