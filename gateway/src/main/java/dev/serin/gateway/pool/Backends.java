package dev.serin.gateway.pool;

import dev.serin.core.engine.Backend;
import dev.serin.core.traffic.Revision;
import dev.serin.gateway.settings.Resilience;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The pools by revision. Never changes: other backends are another object, which takes over the
/// endpoints that stay, with their health and their connections.
public final class Backends {
  private final Resilience resilience;
  private final Map<Revision, EndpointPool> pools;

  private Backends(Resilience resilience, Map<Revision, EndpointPool> pools) {
    this.resilience = resilience;
    this.pools = pools;
  }

  /// None yet.
  ///
  /// @param resilience what is done about their endpoints that fail
  public static Backends none(Resilience resilience) {
    return new Backends(resilience, Map.of());
  }

  /// The same with other backends; endpoints that stay are kept.
  ///
  /// @throws IllegalArgumentException when a revision has two backends, or a URL can not be served
  public Backends replacedBy(List<Backend> backends) {
    Map<Revision, EndpointPool> next = new LinkedHashMap<>();
    for (Backend backend : backends) {
      backend.endpoints().forEach(endpoint -> require(backend, endpoint));
      EndpointPool earlier = next.put(backend.revision(), pool(backend));
      if (earlier != null) {
        throw new IllegalArgumentException(
            "backends %s and %s both run revision %s; give each revision one backend"
                .formatted(earlier.backend().name(), backend.name(), backend.revision()));
      }
    }
    return new Backends(resilience, next);
  }

  private EndpointPool pool(Backend backend) {
    EndpointPool old = pools.get(backend.revision());
    List<LiveEndpoint> endpoints = new ArrayList<>();
    List<LiveEndpoint> fresh = new ArrayList<>();
    for (Backend.Endpoint endpoint : backend.endpoints()) {
      LiveEndpoint kept = old == null ? null : kept(old, backend, endpoint);
      LiveEndpoint live =
          kept != null
              ? kept
              : new LiveEndpoint(endpoint, backend.healthCheck(), backend.protocol());
      endpoints.add(live);
      if (kept == null) {
        fresh.add(live);
      }
    }
    if (fresh.size() < endpoints.size()) {
      fresh.forEach(LiveEndpoint::join);
    }
    return new EndpointPool(backend, endpoints, resilience);
  }

  private static @Nullable LiveEndpoint kept(
      EndpointPool old, Backend backend, Backend.Endpoint endpoint) {
    return old.endpoints().stream()
        .filter(live -> live.is(endpoint, backend))
        .findFirst()
        .orElse(null);
  }

  private static void require(Backend backend, Backend.Endpoint endpoint) {
    URI url = endpoint.url();
    String place = url.getRawAuthority() == null ? url.toString() : url.getRawAuthority();
    if (place.contains("@")) {
      throw new IllegalArgumentException(
          "endpoint %s of backend %s must be http://host:port with no user name or password; the gateway passes on what clients send"
              .formatted(place.substring(place.lastIndexOf('@') + 1), backend.name()));
    }
    boolean path = url.getPath() != null && !url.getPath().isEmpty() && !url.getPath().equals("/");
    if (!"http".equalsIgnoreCase(url.getScheme()) || url.getHost() == null || path) {
      throw new IllegalArgumentException(
          "endpoint %s of backend %s must be http://host:port with no path; the gateway does not speak TLS to backends"
              .formatted(url, backend.name()));
    }
    if (endpoint.weight() < 1) {
      throw new IllegalArgumentException(
          "endpoint %s of backend %s must have a weight of 1 or more, but has %d"
              .formatted(url, backend.name(), endpoint.weight()));
    }
  }

  public @Nullable EndpointPool of(Revision revision) {
    return pools.get(revision);
  }

  public Set<LiveEndpoint> endpoints() {
    return pools.values().stream()
        .flatMap(pool -> pool.endpoints().stream())
        .collect(Collectors.toSet());
  }

  public Map<Revision, EndpointPool> pools() {
    return pools;
  }

  /// The revisions as a message lists them.
  public String names() {
    return pools.isEmpty()
        ? "none"
        : pools.keySet().stream().map(Revision::hash).collect(Collectors.joining(", "));
  }
}
