package dev.serin.server.kayenta;

import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.kayenta.RangeQueries;
import java.util.LinkedHashMap;
import java.util.Map;

/// The metric stores that canaries can be judged by: each a Prometheus with a name.
///
/// @param http that asks them
/// @param servers by the name that requests give as `metricsAccountName`; a request without one is
///     about the first
public record Accounts(HttpCaller http, Map<String, RangeQueries.Server> servers) {
  /// Copies the map, in its order.
  public Accounts {
    servers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(servers));
  }

  /// The name of an account, or of the first one for an empty name.
  String resolve(String name) {
    if (servers.isEmpty()) {
      throw Wrong.request(
          "Unable to resolve account "
              + name
              + ": this server has no metrics account; start it"
              + " with --prometheus");
    }
    if (name.isEmpty()) {
      return servers.keySet().iterator().next();
    }
    if (!servers.containsKey(name)) {
      throw Wrong.request(
          "Unable to resolve account "
              + name
              + "; there are "
              + String.join(", ", servers.keySet()));
    }
    return name;
  }

  /// Asks an account; null when there is none of this name any more.
  @org.jspecify.annotations.Nullable
  RangeQueries queries(String name) {
    RangeQueries.Server server = servers.get(name);
    return server == null ? null : new RangeQueries(http, server);
  }
}
