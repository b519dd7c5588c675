package dev.serin.gateway.pool;

import dev.serin.core.engine.Backend;
import dev.serin.core.engine.Workload;
import dev.serin.gateway.settings.Resilience;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The endpoints that serve one revision.
public final class EndpointPool {
  private final Backend backend;
  private final List<LiveEndpoint> endpoints;
  private final Resilience resilience;

  /// A pool of endpoints.
  ///
  /// @param endpoints at least one
  public EndpointPool(Backend backend, List<LiveEndpoint> endpoints, Resilience resilience) {
    this.backend = backend;
    this.endpoints = List.copyOf(endpoints);
    this.resilience = resilience;
  }

  public Backend backend() {
    return backend;
  }

  public List<LiveEndpoint> endpoints() {
    return endpoints;
  }

  /// Which endpoints may be chosen, from the best to the worst.
  private enum Fitness {
    /// Trusted ones that are not down.
    TRUSTED,
    /// With those that are coming back.
    IN_USE,
    /// With those that are ejected.
    NOT_DOWN,
    /// All.
    ANY;

    private static final List<Fitness> ALL = List.of(values());

    boolean allows(LiveEndpoint endpoint, long now) {
      boolean up = endpoint.state() != LiveEndpoint.State.DOWN;
      return switch (this) {
        case TRUSTED -> up && endpoint.probation().trusted();
        case IN_USE -> up && !endpoint.probation().ejected(now);
        case NOT_DOWN -> up;
        case ANY -> true;
      };
    }
  }

  /// The endpoint with the fewest requests in flight for its weight; among equals by chance, in
  /// proportion to their weights. One that comes back is chosen less often than that, one that is
  /// ejected or down only when there is no other.
  ///
  /// @param tried not to be chosen again
  /// @return null when all were tried
  public @Nullable LiveEndpoint pick(Set<LiveEndpoint> tried) {
    LiveEndpoint best = best(tried, Fitness.TRUSTED, 0);
    if (best != null && allTrusted()) {
      return best;
    }
    long now = System.nanoTime();
    for (LiveEndpoint endpoint : endpoints) {
      endpoint.probation().settle(now, resilience.slowStart());
    }
    LiveEndpoint comingBack = comingBack(tried, best, now);
    if (comingBack != null) {
      return comingBack;
    }
    for (Fitness fitness : Fitness.ALL) {
      best = best != null ? best : best(tried, fitness, now);
    }
    return best;
  }

  private boolean allTrusted() {
    for (LiveEndpoint endpoint : endpoints) {
      if (!endpoint.probation().trusted()) {
        return false;
      }
    }
    return true;
  }

  private @Nullable LiveEndpoint best(Set<LiveEndpoint> tried, Fitness fitness, long now) {
    LiveEndpoint best = null;
    double least = Double.POSITIVE_INFINITY;
    long weights = 0;
    for (LiveEndpoint candidate : endpoints) {
      double load = candidate.load();
      if (load > least || !fitness.allows(candidate, now) || tried.contains(candidate)) {
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

  /// By chance, one that is coming back and not more loaded than the best of the others: as the one
  /// with the fewest requests it would get all of them at once otherwise.
  private @Nullable LiveEndpoint comingBack(
      Set<LiveEndpoint> tried, @Nullable LiveEndpoint best, long now) {
    if (best == null) {
      return null;
    }
    double weights = 0;
    for (LiveEndpoint endpoint : endpoints) {
      weights += Fitness.IN_USE.allows(endpoint, now) ? endpoint.weight() : 0;
    }
    for (LiveEndpoint endpoint : endpoints) {
      boolean slow = !endpoint.probation().trusted() && Fitness.IN_USE.allows(endpoint, now);
      if (slow && !tried.contains(endpoint) && endpoint.load() <= best.load()) {
        double share = endpoint.probation().share(now, resilience.slowStart());
        if (ThreadLocalRandom.current().nextDouble() * weights < share * endpoint.weight()) {
          return endpoint;
        }
      }
    }
    return null;
  }

  /// An endpoint failed a request. When it did so too often in a row it is put out, unless too many
  /// are out already or no other is left.
  ///
  /// @param now of the monotonic clock
  public void failed(LiveEndpoint endpoint, long now) {
    int inRow = endpoint.probation().failed();
    if (resilience.ejectAfter() > 0 && inRow >= resilience.ejectAfter()) {
      eject(endpoint, now);
    }
  }

  private synchronized void eject(LiveEndpoint endpoint, long now) {
    long out = endpoints.stream().filter(other -> other.probation().ejected(now)).count();
    boolean spared =
        endpoints.stream()
            .noneMatch(other -> other != endpoint && Fitness.IN_USE.allows(other, now));
    boolean many = out + 1 > resilience.mostEjected() * endpoints.size();
    if (!spared && !many && !endpoint.probation().ejected(now)) {
      endpoint.probation().eject(now, resilience.ejectFor());
    }
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
