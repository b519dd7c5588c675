package dev.serin.gateway.pool;

import dev.serin.core.engine.Backend;
import dev.serin.core.engine.Workload;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The endpoints that serve one revision.
///
/// @param endpoints at least one
public record EndpointPool(Backend backend, List<LiveEndpoint> endpoints) {
  /// The endpoint with the fewest requests in flight for its weight; among equals by chance, in
  /// proportion to their weights. One that is down only when all are.
  ///
  /// @param tried not to be chosen again
  /// @return null when all were tried
  public @Nullable LiveEndpoint pick(Set<LiveEndpoint> tried) {
    LiveEndpoint best = best(tried, true);
    return best != null ? best : best(tried, false);
  }

  private @Nullable LiveEndpoint best(Set<LiveEndpoint> tried, boolean healthy) {
    LiveEndpoint best = null;
    double least = Double.POSITIVE_INFINITY;
    long weights = 0;
    for (LiveEndpoint candidate : endpoints) {
      boolean allowed = !healthy || candidate.state() != LiveEndpoint.State.DOWN;
      double load = candidate.load();
      if (!allowed || load > least || tried.contains(candidate)) {
        continue;
      }
      weights = load < least ? candidate.weight() : weights + candidate.weight();
      if (load < least || ThreadLocalRandom.current().nextLong(weights) < candidate.weight()) {
        best = candidate;
      }
      least = load;
    }
    return best;
  }

  /// True when one endpoint answers its checks, or each has ended one.
  public boolean checked() {
    return endpoints.stream().anyMatch(e -> e.state() == LiveEndpoint.State.UP)
        || endpoints.stream().noneMatch(e -> e.state() == LiveEndpoint.State.UNKNOWN);
  }

  /// Whether at least one endpoint answers its checks.
  public Workload.Health health() {
    if (endpoints.stream().anyMatch(e -> e.state() == LiveEndpoint.State.UP)) {
      return new Workload.Health.Available();
    }
    String reasons =
        endpoints.stream().map(e -> e.url() + " " + e.reason()).collect(Collectors.joining("; "));
    return new Workload.Health.Unavailable(
        "no endpoint of backend " + backend.name() + " answers: " + reasons);
  }
}
