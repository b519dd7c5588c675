package dev.serin.cli.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The proxies that the environment names: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in either
/// case. A server on this machine is always asked directly.
final class Proxies extends ProxySelector {
  private final Map<String, String> environment;

  Proxies(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /// The proxy on the way to a server, as the environment writes it; empty for none.
  Optional<String> on(Target target) {
    URI server = target.address();
    return target.local() || spared(server.getHost())
        ? Optional.empty()
        : Optional.of(variable(server.getScheme() + "_proxy")).filter(proxy -> !proxy.isEmpty());
  }

  @Override
  public List<Proxy> select(URI uri) {
    return on(new Target(uri, "", "", null, ""))
        .flatMap(Proxies::address)
        .map(address -> List.of(new Proxy(Proxy.Type.HTTP, address)))
        .orElse(List.of(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException why) {
    // Whoever asked gets the same exception.
  }

  private static Optional<InetSocketAddress> address(String proxy) {
    try {
      URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
      return uri.getHost() == null
          ? Optional.empty()
          : Optional.of(
              new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private boolean spared(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return Stream.of(variable("no_proxy").toLowerCase(Locale.ROOT).split(",", -1))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .map(entry -> entry.replaceFirst("^\\*?\\.", ""))
        .anyMatch(entry -> entry.equals("*") || lower.equals(entry) || lower.endsWith("." + entry));
  }

  private String variable(String name) {
    String lower = environment.getOrDefault(name, "");
    return lower.isEmpty()
        ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "").strip()
        : lower.strip();
  }
}
