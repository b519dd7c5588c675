package dev.serin.core.engine;

import dev.serin.core.traffic.Revision;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// A named pool of endpoints that runs one revision, outside Kubernetes.
///
/// @param name what `stableService` and `canaryService` call it
/// @param revision the version that it runs
/// @param endpoints at least one
/// @param protocol what its endpoints speak
public record Backend(
    String name,
    Revision revision,
    List<Endpoint> endpoints,
    HealthCheck healthCheck,
    Protocol protocol) {
  /// A pool whose endpoints speak HTTP/1.1.
  public Backend(String name, Revision revision, List<Endpoint> endpoints, HealthCheck check) {
    this(name, revision, endpoints, check, Protocol.HTTP_1);
  }

  /// Copies its list.
  ///
  /// @throws IllegalArgumentException when there is no endpoint
  public Backend {
    endpoints = List.copyOf(endpoints);
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("backend " + name + " needs an endpoint");
    }
  }

  /// What endpoints speak.
  public enum Protocol {
    /// HTTP/1.1.
    HTTP_1,
    /// HTTP/2, from the first byte on, as gRPC needs it.
    HTTP_2
  }

  /// One server of a pool.
  ///
  /// @param url `http://host:port` or `https://host:port`, with no path
  /// @param weight its share inside the pool, 1 or more
  public record Endpoint(URI url, int weight) {}

  /// How an endpoint's health is found out.
  ///
  /// @param path what is asked for with GET; a status of 200 to 399 is healthy
  /// @param interval from one check to the next
  /// @param timeout for an answer
  /// @param healthyThreshold successes in a row that make it healthy
  /// @param unhealthyThreshold failures in a row that make it unhealthy
  public record HealthCheck(
      String path,
      Duration interval,
      Duration timeout,
      int healthyThreshold,
      int unhealthyThreshold) {
    /// A connection each two seconds: three failures in a row make an endpoint unhealthy.
    public static final HealthCheck DEFAULT =
        new HealthCheck("", Duration.ofSeconds(2), Duration.ofSeconds(1), 1, 3);

    /// True when a connection alone counts, because no path is asked for.
    public boolean connectOnly() {
      return path.isEmpty();
    }
  }
}
